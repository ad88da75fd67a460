namespace ZkReactive.Pipelines.Policy.Language;

/// <summary>The operations of compiled conditions, on a stack of <see cref="Value"/>s.</summary>
internal enum Op : byte
{
    /// <summary>Pushes number constant A.</summary>
    Number,

    /// <summary>Pushes truth value A (0 or 1).</summary>
    Truth,

    /// <summary>Pushes the id.</summary>
    Id,

    /// <summary>Pushes attribute A as a number.</summary>
    NumberAttribute,

    /// <summary>Pushes attribute A as a truth value.</summary>
    TruthAttribute,

    /// <summary>Pushes whether attribute A was given.</summary>
    Has,

    /// <summary>Pushes whether attribute A is text constant B.</summary>
    TextIs,

    /// <summary>Pushes whether attributes A and B are the same text.</summary>
    TextsAre,

    /// <summary>Pushes whether attribute A is one of the texts of list B.</summary>
    TextIn,

    /// <summary>Pops a number, pushes whether it is in the list of numbers A.</summary>
    NumberIn,

    /// <summary>Pops two, pushes how they compare by relation A (a <see cref="TokenKind"/>).</summary>
    Compare,

    /// <summary>Pops two numbers, pushes what operation A (a <see cref="TokenKind"/>) makes of them.</summary>
    Calculate,

    /// <summary>Negates the number on top.</summary>
    Negate,

    /// <summary>Inverts the truth value on top.</summary>
    Not,

    /// <summary>Goes to A if the top is false, leaving it.</summary>
    JumpIfFalse,

    /// <summary>Goes to A if the top is true, leaving it.</summary>
    JumpIfTrue,

    /// <summary>Pops two truth values, pushes their conjunction.</summary>
    And,

    /// <summary>Pops two truth values, pushes their disjunction.</summary>
    Or,
}
