using System.Reflection;
using Xunit.Sdk;
using ZkReactive.Tests.Coordination.Servers;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Coordination;

/// <summary>Every test of the recipes that stands on the embedded server, on an Apache ZooKeeper server.</summary>
public sealed class RecipesOnApacheTests(RecipesOnApacheTests.OneServer server) : IClassFixture<RecipesOnApacheTests.OneServer>
{
    private static readonly IReadOnlyList<Case> All = [.. Find()];

    public static TheoryData<string, string, string> Names
    {
        get
        {
            var names = new TheoryData<string, string, string>();
            foreach (var one in All) names.Add(one.Class, one.Test, one.ArgumentText);
            return names;
        }
    }

    [ApacheZooKeeperTheory]
    [MemberData(nameof(Names))]
    public async Task OnApache(string tests, string test, string arguments)
    {
        var one = All.Single(one => (one.Class, one.Test, one.ArgumentText) == (tests, test, arguments));
        var instance = (RecipeTests)Activator.CreateInstance(one.Method.ReflectedType!)!;
        instance.StartServerAsync = () => ApacheRecipeServer.StartAsync(server.Server);
        await instance.InitializeAsync();
        try
        {
            await (Task)one.Method.Invoke(instance, one.Arguments)!;
        }
        finally
        {
            await instance.DisposeAsync();
        }
    }

    // Those that lack another program are skipped, with the reason, where they stand.
    private static IEnumerable<Case> Find() =>
        from type in typeof(RecipesOnApacheTests).Assembly.GetTypes()
        where type.IsSubclassOf(typeof(RecipeTests)) && !type.IsAbstract
        from method in type.GetMethods()
        where method.GetCustomAttribute<FactAttribute>() is { Skip: null } && method.GetCustomAttribute<EmbeddedOnlyAttribute>() is null
        let data = method.GetCustomAttributes<DataAttribute>().SelectMany(one => one.GetData(method)).ToList()
        from arguments in data.Count == 0 ? [[]] : data
        select new Case(method, arguments);

    private sealed record Case(MethodInfo Method, object[] Arguments)
    {
        public string Class => Method.ReflectedType!.Name;

        public string Test => Method.Name;

        public string ArgumentText => string.Join(", ", Arguments);
    }

    /// <summary>One server for all of them; none where it is not installed.</summary>
    public sealed class OneServer : IAsyncLifetime
    {
        private ApacheZooKeeper? _server;

        public ApacheZooKeeper Server => _server ?? throw new InvalidOperationException(ApacheInstallation.Missing);

        public async Task InitializeAsync()
        {
            if (ApacheInstallation.Missing is null) _server = await ApacheZooKeeper.StartAsync();
        }

        public async Task DisposeAsync()
        {
            if (_server is not null) await _server.DisposeAsync();
        }
    }
}
