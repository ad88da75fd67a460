namespace ZkReactive.Tests.Coordination.History;

/// <summary>What a <see cref="HistoryEvent"/> says.</summary>
public enum HistoryKind
{
    /// <summary>A lock or leadership was asked for.</summary>
    HoldAsked,

    /// <summary>It was got; the number is its fencing token.</summary>
    HoldTaken,

    /// <summary>The holder relied upon it at this time.</summary>
    HoldTrusted,

    /// <summary>The process did not run from the number (a time) until now.</summary>
    Stalled,

    /// <summary>Somebody else ended sessions, from the number (a time) until now; their owners hear of it a little later.</summary>
    SessionsEnded,

    /// <summary>An item is about to be put into a queue.</summary>
    PutAsked,

    /// <summary>It was, or not, or nobody knows.</summary>
    PutDone,

    /// <summary>An item is about to be completed.</summary>
    CompleteAsked,

    /// <summary>It was, or not, or nobody knows.</summary>
    CompleteDone,

    /// <summary>One is about to be added to a counter.</summary>
    StepAsked,

    /// <summary>It was, and the number is what the counter was then; or not, or nobody knows.</summary>
    StepDone,

    /// <summary>What a counter was after all was over.</summary>
    Total,
}
