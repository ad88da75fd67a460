namespace ZkReactive.Pipelines.Policy.Language;

/// <summary>A step of a compiled condition.</summary>
internal readonly record struct Instruction(Op Op, int A = 0, int B = 0);
