namespace ZkReactive.PowerShell.Help;

/// <summary>What a parameter is in one parameter set; <see cref="Set"/> is null when it is so in all.</summary>
internal sealed record ParameterInSet(string? Set, bool IsMandatory, int? Position, bool FromPipeline, bool FromPipelineByName)
{
    /// <summary>As Get-Help words it.</summary>
    public string PipelineInput => (FromPipeline, FromPipelineByName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
