using ZkReactive.Client;

namespace ZkReactive.Tests.Coordination.Servers;

/// <summary>
/// Tests of recipes with two clients. They run on the embedded server as they stand, and once more on Apache ZooKeeper by
/// <see cref="RecipesOnApacheTests"/>, except for those marked with <see cref="EmbeddedOnlyAttribute"/>.
/// </summary>
public abstract class RecipeTests : IAsyncLifetime
{
    internal Func<Task<RecipeServer>> StartServerAsync { get; set; } = EmbeddedRecipeServer.StartAsync;

    private protected RecipeServer Server { get; private set; } = null!;

    private protected IZkClient One { get; private set; } = null!;

    private protected IZkClient Two { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Server = await StartServerAsync();
        (One, Two) = (await Server.ConnectAsync(), await Server.ConnectAsync());
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
