-- A count that is always right, kept by the database itself.
ALTER TABLE conversations ADD COLUMN message_count INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER count_new_message AFTER INSERT ON messages
BEGIN
  UPDATE conversations
  SET message_count = message_count + 1
  WHERE id = new.conversation_id;
END;
