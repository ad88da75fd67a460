using System.Management.Automation;
using ZkReactive.Journal;
using ZkReactive.PowerShell.Completers;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Writes an agent's journal to a file, as JSON lines or CSV.</summary>
[Cmdlet(VerbsData.Export, "ZkJournal", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportZkJournalCommand : ZkJournalCmdlet
{
    /// <summary>The file to write; one that is there is replaced when all is written.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("FilePath")]
    [ValidateNotNullOrEmpty]
    public string OutFile { get; set; } = "";

    /// <summary>JsonLines, one object a line, or Csv. By default JsonLines.</summary>
    [Parameter]
    public JournalFormat Format { get; set; }

    /// <summary>Only what happened then or later.</summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only these kinds, such as DeployFailed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(JournalKindCompleter))]
    [ValidateCount(1, 100)]
    public string[] Kind { get; set; } = [];

    /// <summary>Only what happened about this deploy.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DeployId { get; set; }

    /// <summary>Leaves a file that is there alone; that is an error then.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var file = JournalFile();
        var target = GetUnresolvedProviderPathFromPSPath(OutFile);
        if (!ShouldProcess(target, $"Export the journal {file}")) return;
        var query = new JournalQuery { Since = Since, Kinds = Kind, Correlation = DeployId };
        if (Try(target, token => ReadAsync(file, reader => JournalExport.WriteFileAsync(reader, query, target, Format, !NoClobber, token), token), out var written)) WriteObject(written);
    }
}
