//@.architecture
//Incoming: stdin --- {char*}
//Processing: tokenize() --- {1 job: tokenization}
//Outgoing: parser.cpp --- {std::vector<Token>}
int tokenize() { return 0; }
