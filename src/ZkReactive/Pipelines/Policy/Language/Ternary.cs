namespace ZkReactive.Pipelines.Policy.Language;

/// <summary>What a condition comes to. Unknown when it hangs on an attribute that the caller did not give.</summary>
internal enum Ternary : byte
{
    Unknown,
    False,
    True,
}
