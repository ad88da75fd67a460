namespace ZkReactive.Pipelines.Deploy;

/// <summary>One thing that is wrong with a manifest.</summary>
/// <param name="Field">The field as JSON spells it, such as <c>commitId</c>; empty for the document as a whole.</param>
/// <param name="Message">What is wrong and what would be right, without secrets.</param>
/// <param name="ErrorId">The kind of problem, one of <see cref="DeployErrorIds"/>.</param>
public sealed record DeployProblem(string Field, string Message, string ErrorId);
