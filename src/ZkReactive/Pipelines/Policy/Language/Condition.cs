namespace ZkReactive.Pipelines.Policy.Language;

/// <summary>Where in a <see cref="ConditionProgram"/> a condition stands, and how much stack it needs. Without steps it always holds.</summary>
internal readonly record struct Condition(int Start, int Length, int Depth)
{
    /// <summary>Holds always.</summary>
    public static Condition Always => default;

    public bool IsAlways => Length == 0;
}
