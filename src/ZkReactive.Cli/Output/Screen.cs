using Spectre.Console;
using Spectre.Console.Rendering;

namespace ZkReactive.Cli;

/// <summary>Where tables and colours are printed: as such on a terminal, as plain aligned lines elsewhere.</summary>
internal sealed class Screen
{
    private readonly CliHost _host;

    /// <summary>Makes one over a host's output.</summary>
    public Screen(CliHost host)
    {
        _host = host;
        Ansi = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = host.IsOutTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = host is { IsOutTerminal: true, UseColour: true } ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = host.IsOutTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(host.Out),
        });
        Ansi.Profile.Width = host.Width;
    }

    /// <summary>The console behind it.</summary>
    public IAnsiConsole Ansi { get; }

    /// <summary>Whether it can redraw what it printed.</summary>
    public bool IsLive => _host.IsOutTerminal;

    /// <summary>A word in its tone, safe to print.</summary>
    public static string Mark(string text, Tone tone)
    {
        var safe = Markup.Escape(Text.OneLine(text));
        return tone switch
        {
            Tone.Good => $"[green]{safe}[/]",
            Tone.Bad => $"[red]{safe}[/]",
            Tone.Busy => $"[yellow]{safe}[/]",
            Tone.Dim => $"[grey]{safe}[/]",
            _ => safe,
        };
    }

    /// <summary>Prints a line that may have markup.</summary>
    public void Line(string markup = "")
    {
        if (_host.IsOutTerminal) Ansi.MarkupLine(markup);
        else _host.Out.WriteLine(Markup.Remove(markup));
    }

    /// <summary>Prints text without markup, wrapped and indented.</summary>
    public void Paragraph(string text, int indent, Tone tone = Tone.Plain)
    {
        foreach (var line in Text.Wrap(Text.OneLine(text), Math.Max(20, _host.Width - 1 - indent))) Line(new string(' ', indent) + Mark(line, tone));
    }

    /// <summary>Prints a table; on a terminal long cells are wrapped, elsewhere a row is always one line.</summary>
    public void Table(IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<string>> rows, int indent = 2)
    {
        if (_host.IsOutTerminal) Ansi.Write(Grid(heads, rows, indent));
        else PlainTable.Write(_host.Out, indent, heads, [.. rows.Select(row => row.Select(Markup.Remove).ToArray())]);
    }

    /// <summary>A table as Spectre draws it; cells may have markup.</summary>
    public static IRenderable Grid(IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<string>> rows, int indent = 2)
    {
        var table = new Table().Border(TableBorder.None);
        for (var column = 0; column < heads.Count; column++)
        {
            var added = new TableColumn(new Markup($"[bold]{Markup.Escape(heads[column])}[/]")) { Padding = new Padding(0, 0, 2, 0) };
            if (column < heads.Count - 1) added.NoWrap();
            table.AddColumn(added);
        }

        foreach (var row in rows) table.AddRow(row.Select(cell => (IRenderable)new Markup(cell)));
        return new Padder(table, new Padding(indent, 0, 0, 0));
    }
}
