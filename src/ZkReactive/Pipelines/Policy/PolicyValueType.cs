namespace ZkReactive.Pipelines.Policy;

/// <summary>The types of the condition language.</summary>
public enum PolicyValueType
{
    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A number: a whole one of 64 bits, or a decimal one.</summary>
    Number,

    /// <summary>Text, compared character by character.</summary>
    String,
}
