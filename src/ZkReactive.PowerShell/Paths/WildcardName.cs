using System.Text;

namespace ZkReactive.PowerShell.Paths;

/// <summary>
/// One segment of a path as it is typed in PowerShell: <c>*</c>, <c>?</c>, <c>[abc]</c> and <c>[a-z]</c> stand for characters,
/// a backtick takes the next of these, or a backtick, as it is. Names of nodes are case-sensitive, and so is this. Pure.
/// </summary>
internal sealed class WildcardName
{
    private const char Escape = '`';
    private readonly List<Piece> _pieces = [];

    private WildcardName(string pattern)
    {
        for (var i = 0; i < pattern.Length; i++) i = Add(pattern, i);
        IsLiteral = _pieces.TrueForAll(piece => piece.Kind == PieceKind.Character);
        Literal = IsLiteral ? new string([.. _pieces.Select(piece => piece.Character)]) : pattern;
        MayBeAName = _pieces.TrueForAll(piece => piece.Kind is PieceKind.Character or PieceKind.Set);
    }

    private enum PieceKind
    {
        Character,
        One,
        Many,
        Set,
    }

    /// <summary>Whether it stands for itself alone, once escapes are taken off.</summary>
    public bool IsLiteral { get; }

    /// <summary>The name it stands for when <see cref="IsLiteral"/>; else the pattern.</summary>
    public string Literal { get; }

    /// <summary>Whether brackets are all that makes it a pattern: such a text is more often a name than a set of characters.</summary>
    public bool MayBeAName { get; }

    /// <summary>Reads a pattern; a bracket that is not closed stands for itself.</summary>
    public static WildcardName Parse(string pattern) => new(pattern);

    /// <summary>Takes the backticks off that make the next character literal; others stay.</summary>
    public static string Unescape(string text)
    {
        if (!text.Contains(Escape, StringComparison.Ordinal)) return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Escape && i + 1 < text.Length && IsSpecial(text[i + 1])) i++;
            plain.Append(text[i]);
        }

        return plain.ToString();
    }

    /// <summary>Puts backticks where <see cref="Parse"/> needs them to take a name as it is.</summary>
    public static string EscapeName(string name)
    {
        var escaped = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (IsSpecial(character)) escaped.Append(Escape);
            escaped.Append(character);
        }

        return escaped.ToString();
    }

    /// <summary>Whether a name fits.</summary>
    public bool IsMatch(string name)
    {
        // The place to go back to: the last star and how much of the name it holds.
        var (piece, at, star, held) = (0, 0, -1, 0);
        while (at < name.Length)
        {
            if (piece < _pieces.Count && _pieces[piece].Kind == PieceKind.Many) (star, held, piece) = (piece, at, piece + 1);
            else if (piece < _pieces.Count && _pieces[piece].Fits(name[at])) (piece, at) = (piece + 1, at + 1);
            else if (star >= 0) (piece, held, at) = (star + 1, held + 1, held + 1);
            else return false;
        }

        while (piece < _pieces.Count && _pieces[piece].Kind == PieceKind.Many) piece++;
        return piece == _pieces.Count;
    }

    // Before any other character a backtick is one: names of nodes may have it.
    private static bool IsSpecial(char character) => character is '*' or '?' or '[' or ']' or Escape;

    private int Add(string pattern, int at)
    {
        switch (pattern[at])
        {
            case '*':
                _pieces.Add(new Piece(PieceKind.Many));
                return at;
            case '?':
                _pieces.Add(new Piece(PieceKind.One));
                return at;
            case '[' when TryReadSet(pattern, at, out var ranges, out var end):
                _pieces.Add(new Piece(PieceKind.Set, Ranges: ranges));
                return end;
            case Escape when at + 1 < pattern.Length && IsSpecial(pattern[at + 1]):
                _pieces.Add(new Piece(PieceKind.Character, pattern[at + 1]));
                return at + 1;
            default:
                _pieces.Add(new Piece(PieceKind.Character, pattern[at]));
                return at;
        }
    }

    private static bool TryReadSet(string pattern, int open, out List<(char From, char To)> ranges, out int end)
    {
        ranges = [];
        for (end = open + 1; end < pattern.Length; end++)
        {
            if (pattern[end] == ']' && ranges.Count > 0) return true;
            if (pattern[end] == Escape && end + 1 < pattern.Length) end++;
            var from = pattern[end];
            if (end + 2 < pattern.Length && pattern[end + 1] == '-' && pattern[end + 2] != ']') end += 2;
            ranges.Add((from, pattern[end]));
        }

        return false;
    }

    private sealed record Piece(PieceKind Kind, char Character = default, List<(char From, char To)>? Ranges = null)
    {
        public bool Fits(char character) => Kind switch
        {
            PieceKind.One => true,
            PieceKind.Set => Ranges!.Exists(range => character >= range.From && character <= range.To),
            _ => character == Character,
        };
    }
}
