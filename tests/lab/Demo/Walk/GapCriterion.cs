using DsMip.Lab.Topology;

namespace DsMip.Lab.Walk;

/// <summary>
/// How long a ping may be silent over a move: the interface's own down time, one Binding Update round trip as measured in that move,
/// and an allowance for this machine: two ping intervals, the notice the kernel gives of the new address, and a few processes that
/// share its cores. No round trip here takes half a second, so more than that was a repetition, and is not excused.
/// </summary>
public static class GapCriterion
{
    public static readonly TimeSpan SchedulingAllowance = TimeSpan.FromMilliseconds(LabMachine.IsUserMode ? 500 : 200);

    public static readonly TimeSpan LongestRoundTrip = TimeSpan.FromMilliseconds(500);

    public static TimeSpan Limit(MoveResult move)
    {
        var roundTrip = Math.Min(move.BindingUpdateToAckMilliseconds ?? 0, LongestRoundTrip.TotalMilliseconds);
        return move.InterfaceDown + TimeSpan.FromMilliseconds(roundTrip) + SchedulingAllowance;
    }

    /// <summary>TCP repeats what was lost after 200 ms, then after twice that, and so on: it may have to wait twice as long as the gap.</summary>
    public static readonly TimeSpan TransferAllowance = TimeSpan.FromSeconds(1);

    public static bool IsMet(MoveResult move) => move.Ipv6Gap <= Limit(move) && move.Ipv4Gap <= Limit(move);

    public static bool TransfersWentOn(MoveResult move) =>
        move.Ipv6TransferPause <= TransferLimit(move) && move.Ipv4TransferPause <= TransferLimit(move);

    private static TimeSpan TransferLimit(MoveResult move)
    {
        var limit = Limit(move);
        return limit + (limit > TransferAllowance ? limit : TransferAllowance);
    }
}
