// Package relay forwards frames.
//
// @.architecture
// Incoming: net.Conn --- {[]byte}
// Processing: Relay() --- {1 job: frame_forwarding}
// Outgoing: chan Frame --- {Frame}
package relay
