using ZkReactive.Journal;
using ZkReactive.Tests.Journal;

// The test assembly is also the child process of the tests that kill one.
return args is [JournalWriterProcess.Verb, var path, var durability]
    ? await JournalWriterProcess.RunAsync(path, Enum.Parse<JournalDurability>(durability))
    : 2;
