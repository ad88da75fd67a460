using System.Management.Automation;
using ZkReactive.Journal;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>The base of the cmdlets that read a journal from another process than the one that writes it.</summary>
public abstract class ZkJournalCmdlet : ZkCmdlet
{
    private protected ZkJournalCmdlet()
    {
    }

    /// <summary>The agent's state directory: .zkreactive below its root, unless it was given another.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string StateDirectory { get; set; } = "";

    /// <summary>Opens the journal, and closes it when the work is done.</summary>
    private protected static async Task<T> ReadAsync<T>(string file, Func<JournalReader, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var reader = await JournalReader.OpenAsync(new() { Path = file }, cancellationToken);
        return await read(reader);
    }

    /// <summary>The journal's file; for the pipeline thread.</summary>
    private protected string JournalFile() => System.IO.Path.Combine(GetUnresolvedProviderPathFromPSPath(StateDirectory), ZkJournal.FileName);
}
