namespace ZkReactive.Pipelines.Policy;

/// <summary>Rules about names.</summary>
public static class PolicyRules
{
    /// <summary>The longest name of a policy or target.</summary>
    public const int MaxName = 128;

    /// <summary>Whether text may name a policy: a letter, then letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, at most <see cref="MaxName"/>.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= MaxName && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <summary>Whether text may be a result: a target or a verdict. Anything printable up to <see cref="MaxName"/>, not blank, no blanks around it.</summary>
    public static bool IsResult(string text) =>
        text.Length is > 0 and <= MaxName && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]) && !text.Any(char.IsControl);
}
