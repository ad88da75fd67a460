namespace ZkReactive.Streams.Core;

/// <summary>What a stream has to do next.</summary>
internal enum StreamEffect
{
    /// <summary>Nothing: an input will come.</summary>
    None,

    /// <summary>Read the data or children and leave a watch.</summary>
    ReadContent,

    /// <summary>Ask whether the node exists and leave a watch.</summary>
    ReadExistence,

    /// <summary>Come back after a time.</summary>
    Wait,

    /// <summary>End: the client was closed.</summary>
    Complete,

    /// <summary>End with the error of the read that failed.</summary>
    Fail,

    /// <summary>End because the client's credentials were refused.</summary>
    FailAuthentication,
}

/// <summary>What a stream answers to an input: at most one effect and at most one emission.</summary>
/// <param name="Effect">What to do next.</param>
/// <param name="Accepted">Whether what was read is the present state.</param>
/// <param name="Emit">Why what was read is to be emitted; null when it is not.</param>
/// <param name="MinDelay">For <see cref="StreamEffect.Wait"/>: the shortest time to wait.</param>
/// <param name="MaxDelay">For <see cref="StreamEffect.Wait"/>: the longest; a random time between the two spreads a fleet.</param>
internal readonly record struct StreamStep(
    StreamEffect Effect,
    bool Accepted = false,
    ChangeCause? Emit = null,
    TimeSpan MinDelay = default,
    TimeSpan MaxDelay = default);
