using System.Diagnostics.CodeAnalysis;

namespace ZkReactive.Pipelines.Deploy.Signing;

/// <summary>What came of checking a manifest's signature.</summary>
/// <param name="Problem">Why it is refused; null when it is not.</param>
/// <param name="Mark">What to remember when it is accepted; null when it is refused.</param>
internal sealed record DeploySignatureCheck(DeployProblem? Problem, DeploySignatureMark? Mark)
{
    [MemberNotNullWhen(true, nameof(Mark))]
    [MemberNotNullWhen(false, nameof(Problem))]
    internal bool IsGood => Problem is null;
}
