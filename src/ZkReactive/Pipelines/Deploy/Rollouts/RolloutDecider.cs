using System.Globalization;

namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>
/// What the first in the queue of a rollout does about what it sees. Pure. Only the first in the queue decides, and what it
/// decides is done only if the gate is still the one it saw: so there is one decision at a time, without a controller.
/// </summary>
internal static class RolloutDecider
{
    /// <summary>How long an agent that went away in the middle may take to come back before it counts as failed.</summary>
    internal static readonly TimeSpan LostGrace = TimeSpan.FromSeconds(15);

    /// <summary>How much longer than its time an agent keeps its slot: it stops itself first and says why.</summary>
    internal static readonly TimeSpan ExpelGrace = TimeSpan.FromSeconds(30);

    internal static RolloutMove Decide(RolloutPlan plan, RolloutSight sight)
    {
        if (sight.IsHalted) return new RolloutMove.Wait(RolloutWait.Halt);
        var late = Late(plan, sight);
        if (late.Count > 0) return new RolloutMove.Expel(late);

        // An agent's own slot from before it was killed is taken over, so it is not in its way.
        var running = sight.Running.Count(slot => slot.Agent != sight.Agent);
        var areCanaries = sight.Succeeded < plan.Canaries;
        if (Failures(plan, sight, areCanaries) is { } move) return move;
        if (areCanaries)
        {
            return running < Math.Min(plan.BatchSize, plan.Canaries - sight.Succeeded) ? new RolloutMove.Start() : Busy(plan, sight);
        }

        if (plan.Canaries > 0 && plan.Soak > TimeSpan.Zero && Soak(plan, sight) is { } soak) return soak;
        return running < plan.BatchSize ? new RolloutMove.Start() : Busy(plan, sight);
    }

    /// <summary>How many began, have no slot any more, and have not come to an end: killed, cut off, or expelled. Without the one that looks.</summary>
    internal static int Lost(RolloutSight sight)
    {
        var lost = sight.Started - sight.Succeeded - sight.Failed - sight.Running.Count;
        if (sight.IsReturning && !sight.Running.Any(slot => slot.Agent == sight.Agent)) lost--;
        return Math.Max(0, lost);
    }

    private static RolloutMove? Failures(RolloutPlan plan, RolloutSight sight, bool areCanaries)
    {
        // A canary that fails is what canaries are for: without a limit none may.
        if ((plan.MaxFailures ?? (areCanaries ? 0 : null)) is not { } limit) return null;
        var lost = Lost(sight);
        if (sight.Failed + lost <= limit) return null;
        if (sight.Forgiven is not { } forgiven) return new RolloutMove.ReadForgiven();
        if (sight.Failed + lost - forgiven <= limit) return null;
        var isCertain = sight.Failed - forgiven > limit;
        if (!isCertain && (sight.LostSince is not { } since || sight.Now - since < LostGrace)) return new RolloutMove.Wait(RolloutWait.Lost, (sight.LostSince ?? sight.Now) + LostGrace);
        return new RolloutMove.Halt(Reason(sight.Failed, lost, forgiven, limit, areCanaries));
    }

    private static RolloutMove? Soak(RolloutPlan plan, RolloutSight sight)
    {
        if (!sight.IsSoakRead) return new RolloutMove.ReadSoak();
        if (sight.SoakSince is not { } since) return new RolloutMove.BeginSoak();
        return sight.Now - since < plan.Soak ? new RolloutMove.Wait(RolloutWait.Soak, since + plan.Soak) : null;
    }

    private static RolloutMove.Wait Busy(RolloutPlan plan, RolloutSight sight) =>
        new(RolloutWait.Slot, plan.Timeout is { } timeout && sight.Running.Count > 0 ? sight.Running.Min(slot => slot.Since) + timeout + ExpelGrace : null);

    private static List<RolloutSlotName> Late(RolloutPlan plan, RolloutSight sight) =>
        plan.Timeout is { } timeout ? [.. sight.Running.Where(slot => slot.Agent != sight.Agent && sight.Now - slot.Since >= timeout + ExpelGrace)] : [];

    internal static string Reason(int failed, int lost, int forgiven, int limit, bool areCanaries)
    {
        var parts = new List<string>();
        if (failed > 0) parts.Add(failed == 1 ? "1 agent failed" : string.Create(CultureInfo.InvariantCulture, $"{failed} agents failed"));
        if (lost > 0) parts.Add(lost == 1 ? "1 went away in the middle of it" : string.Create(CultureInfo.InvariantCulture, $"{lost} went away in the middle of it"));
        var borne = string.Create(CultureInfo.InvariantCulture, $"{limit} {(limit == 1 ? "is" : "are")} borne{(areCanaries ? " among the canaries" : "")}");
        return string.Join(", ", parts) + $"; {borne}{(forgiven > 0 ? string.Create(CultureInfo.InvariantCulture, $", besides {forgiven} forgiven by resuming") : "")}.";
    }
}
