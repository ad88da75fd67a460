namespace ZkReactive.Journal.Writing;

/// <summary>A caller says that the file is damaged. Never leaves the writer.</summary>
internal sealed class DamageReportedException(string reason) : Exception(reason);
