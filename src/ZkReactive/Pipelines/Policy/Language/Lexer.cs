using System.Globalization;
using System.Text;

namespace ZkReactive.Pipelines.Policy.Language;

/// <summary>Cuts a condition into words. One pass, no backtracking.</summary>
internal struct Lexer(string text)
{
    private int _at;

    /// <summary>The next word; <see cref="TokenKind.End"/> for ever after the last.</summary>
    /// <exception cref="ConditionException">A character begins no word.</exception>
    public Token Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
        if (_at == text.Length) return new(TokenKind.End, _at, "");
        var start = _at;
        var first = text[_at];
        if (char.IsAsciiDigit(first)) return Number(start);
        if (char.IsAsciiLetter(first) || first == '_') return Word(start);
        if (first is '\'' or '"') return Quoted(start, first);
        _at++;
        return first switch
        {
            '=' when Follows('=') => throw ConditionException.Syntax(start, "'==' is not known here; equality is written '='."),
            '=' => Symbol(TokenKind.Equal, start),
            '!' when Follows('=') => Symbol(TokenKind.NotEqual, start, 2),
            '!' => throw ConditionException.Syntax(start, "'!' is not known here; write 'not'."),
            '<' when Follows('=') => Symbol(TokenKind.LessOrEqual, start, 2),
            '<' when Follows('>') => throw ConditionException.Syntax(start, "'<>' is not known here; write '!='."),
            '<' => Symbol(TokenKind.Less, start),
            '>' when Follows('=') => Symbol(TokenKind.GreaterOrEqual, start, 2),
            '>' => Symbol(TokenKind.Greater, start),
            '+' => Symbol(TokenKind.Plus, start),
            '-' => Symbol(TokenKind.Minus, start),
            '*' => Symbol(TokenKind.Times, start),
            '/' => Symbol(TokenKind.Divide, start),
            '%' => Symbol(TokenKind.Modulo, start),
            '(' => Symbol(TokenKind.Open, start),
            ')' => Symbol(TokenKind.Close, start),
            ',' => Symbol(TokenKind.Comma, start),
            '&' => throw ConditionException.Syntax(start, "'&' is not known here; write 'and'."),
            '|' => throw ConditionException.Syntax(start, "'|' is not known here; write 'or'."),
            _ => throw ConditionException.Syntax(start, $"The character {Quote(first)} has no meaning here."),
        };
    }

    private static string Quote(char character) => char.IsControl(character) || char.IsSurrogate(character) ? $"U+{(int)character:X4}" : $"'{character}'";

    private readonly bool Follows(char character) => _at < text.Length && text[_at] == character;

    private Token Symbol(TokenKind kind, int start, int length = 1)
    {
        _at = start + length;
        return new(kind, start, text.Substring(start, length));
    }

    private Token Number(int start)
    {
        while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
        if (_at + 1 < text.Length && text[_at] == '.' && char.IsAsciiDigit(text[_at + 1]))
        {
            _at++;
            while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
        }

        var word = text[start.._at];
        if (_at < text.Length && (char.IsAsciiLetter(text[_at]) || text[_at] is '_' or '.'))
            throw ConditionException.Syntax(start, $"'{word}{text[_at]}' begins as a number and goes on as something else. Numbers are written 12 or 0.75.");
        if (!decimal.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            throw ConditionException.Syntax(start, $"The number {(word.Length > 40 ? word[..40] + "…" : word)} is too large.");
        return new(TokenKind.Number, start, word, number);
    }

    private Token Word(int start)
    {
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '.')) _at++;
        var word = text[start.._at];
        var kind = Keyword(word);
        if (kind == TokenKind.Name && Keyword(word.ToLowerInvariant()) != TokenKind.Name)
            throw ConditionException.Syntax(start, $"'{word}' must be written '{word.ToLowerInvariant()}'.");
        return new(kind, start, word);
    }

    private static TokenKind Keyword(string word) => word switch
    {
        "and" => TokenKind.And,
        "or" => TokenKind.Or,
        "not" => TokenKind.Not,
        "in" => TokenKind.In,
        "true" => TokenKind.True,
        "false" => TokenKind.False,
        "id" => TokenKind.Id,
        "has" => TokenKind.Has,
        _ => TokenKind.Name,
    };

    /// <summary>Text between quotes; a quote within it is written twice.</summary>
    private Token Quoted(int start, char quote)
    {
        var value = new StringBuilder();
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] != quote)
            {
                value.Append(text[_at]);
                continue;
            }

            _at++;
            if (!Follows(quote)) return new(TokenKind.String, start, value.ToString());
            value.Append(quote);
        }

        throw ConditionException.Syntax(start, $"The text that begins here has no closing {quote}.");
    }
}
