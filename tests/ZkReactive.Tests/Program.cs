using ZkReactive.Journal;
using ZkReactive.Tests.Coordination.Chaos;
using ZkReactive.Tests.Journal;
using ZkReactive.Tests.Pipelines.Deploy;

// The test assembly is also the child process of the tests that kill one.
return args switch
{
    [JournalWriterProcess.Verb, var path, var durability] => await JournalWriterProcess.RunAsync(path, Enum.Parse<JournalDurability>(durability)),
    [DeployAgentProcess.Verb, var connect, var root, var id, var killAt] => await DeployAgentProcess.RunAsync(connect, root, id, killAt),
    [RecipeWorkerProcess.Verb, var connect, var name, var folder, var what] => await RecipeWorkerProcess.RunAsync(connect, name, folder, what),
    _ => 2,
};
