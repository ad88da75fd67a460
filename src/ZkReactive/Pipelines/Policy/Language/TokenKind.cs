namespace ZkReactive.Pipelines.Policy.Language;

/// <summary>The kinds of words in a condition.</summary>
internal enum TokenKind
{
    End,
    Number,
    String,
    Name,
    And,
    Or,
    Not,
    In,
    True,
    False,
    Id,
    Has,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Divide,
    Modulo,
    Open,
    Close,
    Comma,
}
