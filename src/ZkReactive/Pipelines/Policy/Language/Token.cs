namespace ZkReactive.Pipelines.Policy.Language;

/// <summary>A word of a condition.</summary>
internal readonly record struct Token(TokenKind Kind, int Offset, string Text, decimal Number = 0)
{
    /// <summary>As an error message quotes it.</summary>
    public string Display => Kind == TokenKind.End ? "the end" : $"'{Text}'";
}
