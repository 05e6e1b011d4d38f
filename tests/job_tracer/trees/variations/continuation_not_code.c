int main(void)
{
    // @.architecture
    // Incoming: argv --- {char **}
    // Processing: main() --- {1 job: command_dispatch}
    // Outgoing: exit --- {int}
            return 0;
}
