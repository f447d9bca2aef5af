using System.Collections.Immutable;
using Akka.Actor;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge.Blocks;
using DsMip.HomeAgent.Options;
using DsMip.Linux;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native.Claims;

/// <summary>
/// Has the kernel of this edge hold the SAs of those whose blocks it announces. Before they go in, their entity gives them numbers that nobody else has; when
/// a block goes back they go out.
/// </summary>
internal sealed partial class ClaimActor(
    HomeAgentOptions options, IMobileNodeDirectory directory, BlockAnnouncer blocks, EdgeState state, EntityRegion entities, IClaimedKernel kernel, NumberGrants grants,
    EdgeMetrics metrics, TimeProvider clock, ILogger log) : UntypedActor, IWithTimers
{
    public const string Name = "claims";

    /// <summary>A journal takes thousands at a time; it has others to serve.</summary>
    private const int MostUnderWay = 256;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly ClaimPlan _plan = new(MostUnderWay);
    private ImmutableHashSet<HomeBlock>? _owned;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TimeSpan.Zero, Interval);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick: Look(); break;
            case NumbersClaimed claimed: Take(claimed); break;
            default: Unhandled(message); break;
        }
    }

    private void Look()
    {
        // Who knows no bindings yet has nothing from those that have its blocks; who is no member has nobody to ask.
        if (!state.IsLoaded || !state.IsMember) return;
        Follow();
        Claim();
        metrics.Claims(grants.Homes.Count());
    }

    private void Follow()
    {
        var owned = blocks.Owned;
        if (ReferenceEquals(owned, _owned)) return;
        _owned = owned;
        var wanted = options.MobileNodes.Where(node => node.Keys is not null && owned.Any(block => block.Contains(node.HomeAddress)));
        // Some may have been taken by an actor before this one, whose actor system ended.
        var left = _plan.Want([.. wanted.Select(node => node.HomeAddress)]);
        foreach (var home in left.Union(grants.Homes.Where(home => !_plan.Wants(home))).ToList()) GiveBack(home);
    }

    private void Claim()
    {
        var now = clock.GetUtcNow();
        _plan.Look(now, grants.Holds, grants.TakeDemands());
        Ask(_plan.Next(now, grants.Holds));
    }

    private void Ask(IReadOnlyList<Ipv6Address> homes)
    {
        foreach (var home in homes) entities.TryTell(new ClaimNumbers(home), Self);
    }

    private void Take(NumbersClaimed claimed)
    {
        var home = claimed.HomeAddress;
        if (!_plan.Wants(home) || !directory.TryFind(home, out var node) || claimed.Claim <= grants.ClaimOf(home)) return;
        // Nothing leaves while the kernel goes from one count to the other.
        grants.GiveBack(home);
        // What the kernel refused is tried again with the next claim, a while from now.
        if (!Try(home, () => kernel.Install(node, claimed))) return;
        grants.Take(claimed);
        _plan.Answered(home);
        // The rest of those that wait; all that are wanted are gone through with the tick.
        Ask(_plan.Next(clock.GetUtcNow(), grants.Holds));
    }

    private void GiveBack(Ipv6Address home)
    {
        grants.GiveBack(home);
        if (directory.TryFind(home, out var node)) Try(home, () => kernel.Withdraw(node));
    }

    private bool Try(Ipv6Address home, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (LinuxException e)
        {
            Refused(log, home, e.Message);
            return false;
        }
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the kernel's security associations of {HomeAddress} are not what they should be: {Reason}")]
    private static partial void Refused(ILogger log, Ipv6Address homeAddress, string reason);
}
