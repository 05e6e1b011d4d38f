/**
 * @.architecture
 * Incoming: Controller.java --- {Order}
 * Processing: place() --- {1 job: order_processing}
 * Outgoing: Repository.java --- {Order}
 */
public class Service {}
