DROP TRIGGER count_new_message;
ALTER TABLE conversations DROP COLUMN message_count;
