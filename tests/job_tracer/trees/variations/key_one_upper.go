// @.architecture
// Incoming: main.go --- {Config}
// PROCESSING: Serve() --- {1 job: request_handling}
// Outgoing: handler.go --- {http.Request}
package x
