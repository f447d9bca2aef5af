namespace DsMip.Lab.Walk;

/// <summary>
/// How long a ping may be silent over a move: the interface's own down time, one Binding Update round trip as measured in that move,
/// and an allowance for this machine: two ping intervals, the notice the kernel gives of the new address, and a few processes that
/// share its cores.
/// </summary>
public static class GapCriterion
{
    public static readonly TimeSpan SchedulingAllowance = TimeSpan.FromMilliseconds(200);

    public static TimeSpan Limit(MoveResult move) =>
        move.InterfaceDown + TimeSpan.FromMilliseconds(move.BindingUpdateToAckMilliseconds ?? 0) + SchedulingAllowance;

    public static bool IsMet(MoveResult move) => move.Ipv6Gap <= Limit(move) && move.Ipv4Gap <= Limit(move);
}
