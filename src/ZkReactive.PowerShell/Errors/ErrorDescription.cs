using System.Management.Automation;

namespace ZkReactive.PowerShell.Errors;

/// <summary>What an error record says besides its exception.</summary>
/// <param name="Id">The stable id.</param>
/// <param name="Category">The engine's category; never <c>NotSpecified</c>.</param>
/// <param name="RecommendedAction">What to do now.</param>
internal sealed record ErrorDescription(string Id, ErrorCategory Category, string RecommendedAction);
