namespace ZkReactive.Server.Persistence.Log;

/// <summary>Makes the files that a log is written to; a test puts a disk in its place that fails.</summary>
internal interface ILogFiles
{
    /// <summary>Makes an empty file, in place of one that has the name already.</summary>
    ILogFile Create(string path);
}
