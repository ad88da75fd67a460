namespace ZkReactive.Cli;

/// <summary>What a coloured word means.</summary>
internal enum Tone
{
    /// <summary>Nothing in particular.</summary>
    Plain,

    /// <summary>Done well.</summary>
    Good,

    /// <summary>Went wrong.</summary>
    Bad,

    /// <summary>Under way.</summary>
    Busy,

    /// <summary>Of less weight.</summary>
    Dim,
}
