namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>What stands in a halt.</summary>
/// <param name="Why">The reason.</param>
/// <param name="By">Who halted: <c>agent NAME</c>, or a person.</param>
/// <param name="At">When, by his clock.</param>
internal sealed record HaltData(string? Why, string? By, DateTimeOffset? At);

/// <summary>What stands in a resumption.</summary>
/// <param name="Forgiven">How many failures had happened by then; the strategy's limit counts from there.</param>
/// <param name="Why">The reason.</param>
/// <param name="By">Who resumed.</param>
/// <param name="At">When, by his clock.</param>
internal sealed record ResumeData(int Forgiven, string? Why, string? By, DateTimeOffset? At);
