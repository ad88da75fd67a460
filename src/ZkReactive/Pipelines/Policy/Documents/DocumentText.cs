using System.Globalization;
using System.Text;

namespace ZkReactive.Pipelines.Policy.Documents;

/// <summary>
/// Finds the place in a document of a character in an attribute's value. Only made when there is something to say, because
/// the reader tells where an attribute begins and no more: character references and line ends shift what follows.
/// </summary>
internal sealed class DocumentText
{
    private readonly string _text;
    private readonly List<int> _lines = [0];

    public DocumentText(ReadOnlyMemory<byte> xml)
    {
        using var reader = new StreamReader(new MemoryStream(xml.ToArray(), writable: false), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        _text = reader.ReadToEnd();
        for (var at = 0; at < _text.Length;)
        {
            if (Step(ref at)) _lines.Add(at);
        }
    }

    /// <summary>Line and column of character <paramref name="offset"/> of the value of the attribute that begins at a place.</summary>
    public (int Line, int Column) Find(int line, int column, int offset)
    {
        if (line < 1 || line > _lines.Count) return (line, column);
        var at = Math.Min(_lines[line - 1] + column - 1, _text.Length);
        while (at < _text.Length && _text[at] is not ('"' or '\'')) at++;
        at = Math.Min(at + 1, _text.Length);
        for (; offset > 0 && at < _text.Length; offset--)
        {
            if (_text[at] != '&')
            {
                Step(ref at);
                continue;
            }

            var end = _text.IndexOf(';', at);
            if (end < 0) break;
            // A reference beyond the basic plane stands for two characters.
            if (IsPair(_text.AsSpan(at, end - at))) offset--;
            at = end + 1;
        }

        var found = _lines.BinarySearch(at);
        if (found < 0) found = ~found - 1;
        return (found + 1, at - _lines[found] + 1);
    }

    private static bool IsPair(ReadOnlySpan<char> reference) =>
        (reference.StartsWith("&#x", StringComparison.Ordinal) && int.TryParse(reference[3..], NumberStyles.AllowHexSpecifier, null, out var hex) && hex > 0xffff)
        || (reference.StartsWith("&#", StringComparison.Ordinal) && int.TryParse(reference[2..], NumberStyles.None, null, out var number) && number > 0xffff);

    /// <summary>Goes past a character, or past a line end as XML counts it. True for a line end.</summary>
    private bool Step(ref int at)
    {
        var character = _text[at++];
        if (character == '\r' && at < _text.Length && _text[at] == '\n') at++;
        return character is '\r' or '\n';
    }
}
