static const char *tag =
    "@.architecture"
    ;
static const char *line = "// @.architecture";
