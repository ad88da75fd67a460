using System.CommandLine;
using System.CommandLine.Help;

namespace ZkReactive.Cli;

/// <summary>Help pages: what it does, usage, arguments, options, examples, exit codes; wrapped to the terminal.</summary>
internal static class HelpText
{
    private const int FirstColumn = 26;
    private const int Widest = 100;

    /// <summary>Writes the page of one command.</summary>
    public static void Write(Command command, TextWriter output, int width)
    {
        width = Math.Clamp(width, 40, Widest);
        var page = command as IHelpPage;
        Paragraph(output, command.Description ?? "", "", width);
        output.WriteLine();
        output.WriteLine("Usage:");
        WriteUsage(output, command, width);

        Section(output, "Verbs", command.Subcommands.Select(verb => (Signature(verb), verb.Description ?? "")), width);
        Section(output, "Arguments", command.Arguments.Select(argument => (argument.Name, argument.Description ?? "")), width);
        Section(output, "Options", command.Options.Where(option => !option.Recursive && !IsCommon(option)).Select(Row), width);
        if (page is not { Connects: false })
            Section(output, "Connection", RecursiveOptions(command).Where(option => option.Name != "--verbose" && IsShownBy(command, option)).Select(Row), width);
        Section(output, "Other", RecursiveOptions(command).Where(option => option.Name == "--verbose").Concat(CommonOptions(command)).Select(Row), width);

        foreach (var note in page?.Notes ?? [])
        {
            output.WriteLine();
            Paragraph(output, note, "", width);
        }

        if (page is { Examples.Count: > 0 }) WriteExamples(output, page, width);
        output.WriteLine();
        Paragraph(output, "Exit codes: 0 done, 1 failed, 2 usage, 3 not connected; 130 or 143 when stopped by Ctrl+C or SIGTERM before it was done.", "", width);
    }

    private static void WriteUsage(TextWriter output, Command command, int width)
    {
        var indent = "  ";
        foreach (var line in Text.Wrap(Usage(command), width - 6))
        {
            output.WriteLine(indent + line);
            indent = "      ";
        }
    }

    private static void WriteExamples(TextWriter output, IHelpPage page, int width)
    {
        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var example in page.Examples)
        {
            Paragraph(output, "# " + example.What, "  ", width);
            foreach (var line in example.CommandLine.Split('\n')) output.WriteLine("  " + line);
        }
    }

    /// <summary>What few need stands on the first page only, or it would be half of every other.</summary>
    private static bool IsShownBy(Command command, Option option) => command is RootCommand || !option.Name.StartsWith(TlsArguments.DetailPrefix, StringComparison.Ordinal);

    private static bool IsCommon(Option option) => option is HelpOption or VersionOption;

    private static IEnumerable<Option> CommonOptions(Command command)
    {
        var root = command;
        while (root.Parents.OfType<Command>().FirstOrDefault() is { } parent) root = parent;
        return root.Options.Where(option => option is HelpOption || (option is VersionOption && command == root));
    }

    private static IEnumerable<Option> RecursiveOptions(Command command)
    {
        for (Command? at = command; at is not null; at = at.Parents.OfType<Command>().FirstOrDefault())
        {
            foreach (var option in at.Options.Where(option => option.Recursive && !IsCommon(option))) yield return option;
        }
    }

    private static string Usage(Command command)
    {
        var words = new List<string> { CommandNames.Full(command) };
        if (command.Subcommands.Count > 0) words.Add("VERB");
        words.AddRange(command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues > 0 ? argument.Name : $"[{argument.Name}]"));
        words.AddRange(command.Options.Where(option => option.Required).Select(OptionText));
        if (command.Options.Any(option => !option.Required) || command.Parents.Any()) words.Add("[options]");
        return string.Join(' ', words);
    }

    private static string Signature(Command verb) =>
        string.Join(' ', verb.Arguments.Select(argument => argument.Name).Prepend(verb.Subcommands.Count > 0 ? $"{verb.Name} …" : verb.Name));

    private static (string Name, string What) Row(Option option)
    {
        var what = option.Description ?? "";
        if (option is HelpOption) what = "Show this page.";
        if (option is VersionOption) what = "Show the version.";
        return (OptionText(option), option.Required ? what + " Required." : what);
    }

    private static string OptionText(Option option) => option.HelpName is { } value ? $"{option.Name} {value}" : option.Name;

    private static void Section(TextWriter output, string title, IEnumerable<(string Name, string What)> rows, int width)
    {
        var list = rows.ToList();
        if (list.Count == 0) return;
        output.WriteLine();
        output.WriteLine(title + ":");
        foreach (var (name, what) in list)
        {
            var first = "  " + name;
            var indent = new string(' ', FirstColumn);
            if (first.Length > FirstColumn - 2) output.WriteLine(first);
            var lines = Text.Wrap(what, width - FirstColumn).ToList();
            for (var line = 0; line < lines.Count; line++)
            {
                var lead = line == 0 && first.Length <= FirstColumn - 2 ? first.PadRight(FirstColumn) : indent;
                output.WriteLine(lead + lines[line]);
            }
        }
    }

    private static void Paragraph(TextWriter output, string text, string indent, int width)
    {
        foreach (var line in Text.Wrap(text, width - indent.Length)) output.WriteLine(indent + line);
    }
}
