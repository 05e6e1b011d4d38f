-- @.architecture
--
-- Incoming: orders --- {rows}
--
-- Processing: GROUP BY day --- {1 job: aggregation}
--
-- Outgoing: daily_totals --- {rows}
SELECT 1;
