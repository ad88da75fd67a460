namespace ZkReactive.Streams.Operators;

/// <summary>An element that was parsed, or that could not be: bad input is an element like any other and ends nothing.</summary>
/// <typeparam name="TSource">What came.</typeparam>
/// <typeparam name="TValue">What it was parsed to.</typeparam>
public abstract record Parsed<TSource, TValue>
{
    private Parsed(TSource source) => Source = source;

    /// <summary>What came.</summary>
    public TSource Source { get; }

    /// <summary>It was understood.</summary>
    public sealed record Good : Parsed<TSource, TValue>
    {
        internal Good(TSource source, TValue value)
            : base(source) => Value = value;

        /// <summary>What it says.</summary>
        public TValue Value { get; }
    }

    /// <summary>It was not.</summary>
    public sealed record Bad : Parsed<TSource, TValue>
    {
        internal Bad(TSource source, Exception error)
            : base(source) => Error = error;

        /// <summary>What the parser threw.</summary>
        public Exception Error { get; }
    }
}
