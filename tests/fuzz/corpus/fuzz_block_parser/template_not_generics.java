€/**
 * @.architecture
 * Incoming: Repository.java --- {List<String>, Map<K, V>}
 * Processing: collect() --- {1 job: aggregation}
 * Outgoing: Service.java --- {Optional<Order>}
 */
