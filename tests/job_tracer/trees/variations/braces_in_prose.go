// @.architecture
// Incoming: GET /users/{id} --- {http.Request}
// Processing: Users{}.Get(), map[string]struct{}{} --- {1 job: request_handling}
// Outgoing: json.Encoder{} --- {User}
