using System.Runtime.ExceptionServices;
using ZkReactive.Pipelines.Deploy.Rollouts;

namespace ZkReactive.Tests.Pipelines.Deploy.Rollouts;

/// <summary>
/// The real gate against a model of ZooKeeper, in thousands of random orders. The model checks with each start that nobody
/// starts who must not; here it is checked that it always ends, and how.
/// </summary>
public sealed class RolloutModelTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Without_trouble_everybody_deploys_in_batches(int seed) => OnThread(() =>
    {
        for (var run = 0; run < 50; run++)
        {
            var fleet = new ModelFleet(12, Plan(canaries: 2, batch: 3, soak: 60), new ModelTroubles(), (seed * 1_000) + run);
            Assert.True(fleet.Run());
            Assert.Equal(12, fleet.ZooKeeper.Succeeded.Count);
            Assert.Equal(3, fleet.ZooKeeper.MostRunning);
            Assert.Empty(fleet.ZooKeeper.Queue);
            Assert.Empty(fleet.ZooKeeper.Slots);
        }
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void With_agents_killed_paused_and_cut_off_it_always_ends_and_all_living_agents_deploy(int seed) => OnThread(() =>
    {
        for (var run = 0; run < 100; run++)
        {
            var fleet = new ModelFleet(10, Plan(canaries: 0, batch: 3), new ModelTroubles { Rate = 0.03, Returns = 0.7 }, (seed * 1_000) + run);
            Assert.True(fleet.Run());
            Assert.Equal(10 - fleet.Dead.Count(), fleet.ZooKeeper.Succeeded.Except(fleet.Dead).Count());
        }
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void With_failures_hangs_and_deaths_it_ends_done_or_halted(int seed) => OnThread(() =>
    {
        var halted = 0;
        for (var run = 0; run < 100; run++)
        {
            var troubles = new ModelTroubles { Rate = 0.01, Failures = 0.15, Hangs = 0.05, Returns = 0.5 };
            var fleet = new ModelFleet(10, Plan(canaries: 2, batch: 3, soak: 30, maxFailures: 2), troubles, (seed * 1_000) + run);
            if (!fleet.Run()) halted++;
        }

        Assert.InRange(halted, 1, 99);
    });

    [Fact]
    public void A_resumed_rollout_goes_on_with_the_failures_so_far_forgiven() => OnThread(() =>
    {
        for (var run = 0; run < 100; run++)
        {
            var fleet = new ModelFleet(10, Plan(canaries: 1, batch: 2, maxFailures: 0), new ModelTroubles { Failures = 0.3, Resumes = 20 }, run);
            Assert.True(fleet.Run());
            Assert.Equal(10, fleet.ZooKeeper.Succeeded.Count + fleet.ZooKeeper.Failed.Count);
        }
    });

    [Fact]
    public void Halted_by_an_operator_at_any_moment_nobody_begins_until_he_resumes() => OnThread(() =>
    {
        for (var run = 0; run < 200; run++)
        {
            var troubles = new ModelTroubles { Rate = 0.02, Halts = true, Resumes = 1_000, Until = 1_000 };
            var fleet = new ModelFleet(8, Plan(canaries: 1, batch: 3, maxFailures: 8), troubles, run);
            Assert.True(fleet.Run());
            Assert.Equal(8 - fleet.Dead.Count(), fleet.ZooKeeper.Succeeded.Except(fleet.Dead).Count());
        }
    });

    [Fact]
    public void A_canary_that_fails_halts_even_without_a_limit() => OnThread(() =>
    {
        var fleet = new ModelFleet(6, Plan(canaries: 2, batch: int.MaxValue), new ModelTroubles { Failures = 1 }, 1);
        Assert.False(fleet.Run());
        Assert.InRange(fleet.ZooKeeper.Failed.Count, 1, 2);
        Assert.Contains("among the canaries", fleet.ZooKeeper.Halted, StringComparison.Ordinal);
    });

    [Fact]
    public void Everybody_hanging_is_expelled_and_without_a_limit_the_rollout_comes_to_its_end() => OnThread(() =>
    {
        var fleet = new ModelFleet(6, Plan(canaries: 0, batch: 2), new ModelTroubles { Hangs = 1 }, 1);
        Assert.True(fleet.Run());
    });

    [Fact]
    public void Requests_of_an_agent_do_not_depend_on_the_size_of_the_fleet() => OnThread(() =>
    {
        int Most(int agents)
        {
            var fleet = new ModelFleet(agents, Plan(canaries: 2, batch: 5, soak: 10), new ModelTroubles(), 7);
            Assert.True(fleet.Run());
            return fleet.MostRequests;
        }

        var (small, large) = (Most(20), Most(200));
        Assert.True(large <= small + 10, $"{small} requests with 20 agents, {large} with 200");
    });

    private static RolloutPlan Plan(int canaries, int batch, int? maxFailures = null, int soak = 0) =>
        new(canaries, batch, maxFailures, TimeSpan.FromSeconds(soak), Timeout, TimeSpan.Zero);

    /// <summary>A thread of its own, so that everything that is awaited goes on at once, where the scheduler let it.</summary>
    private static void OnThread(Action run)
    {
        ExceptionDispatchInfo? failed = null;
        var thread = new Thread(() =>
        {
            try
            {
                run();
            }
            catch (Exception e)
            {
                failed = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failed?.Throw();
    }
}
