namespace ZkReactive.Protocol.Jute;

/// <summary>The bytes of a record break the jute format: they end early, go on too long, or hold an impossible length.</summary>
public sealed class JuteFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="field">The field that was being read.</param>
    /// <param name="offset">Where, in bytes from the start of the span that the reader was given.</param>
    /// <param name="expected">What the format asks for.</param>
    /// <param name="actual">What was found.</param>
    public JuteFormatException(string field, int offset, string expected, string actual)
        : base($"Reading '{field}' at offset {offset}: {expected} expected, {actual} found.")
    {
        Field = field;
        Offset = offset;
        Expected = expected;
        Actual = actual;
    }

    /// <summary>The field that was being read.</summary>
    public string Field { get; }

    /// <summary>Where, in bytes from the start of the span that the reader was given.</summary>
    public int Offset { get; }

    /// <summary>What the format asks for.</summary>
    public string Expected { get; }

    /// <summary>What was found.</summary>
    public string Actual { get; }
}
