using DsMip.Wire;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>What the kernel tells those who listen.</summary>
public abstract record XfrmEvent;

/// <summary>A state was installed or replaced, by whomever.</summary>
public sealed record XfrmStateSet(XfrmState State) : XfrmEvent;

public sealed record XfrmStateGone(XfrmStateId Id) : XfrmEvent;

/// <summary>All states were deleted.</summary>
public sealed record XfrmStatesFlushed : XfrmEvent;

public sealed record XfrmPolicySet(XfrmPolicy Policy) : XfrmEvent;

public sealed record XfrmPolicyGone(XfrmSelector Selector, XfrmDirection Direction) : XfrmEvent;

public sealed record XfrmPoliciesFlushed : XfrmEvent;

/// <param name="Hard">The kernel has deleted it; otherwise it is time for another one.</param>
public sealed record XfrmStateExpired(XfrmStateId Id, bool Hard) : XfrmEvent;

/// <summary>A packet needs a state that is not there.</summary>
/// <param name="Selector">Of the packet.</param>
public sealed record XfrmAcquired(XfrmSelector Selector, XfrmSelector PolicySelector, IpAddress Source, IpAddress Destination) : XfrmEvent;

public sealed record XfrmMigrated(XfrmSelector Selector, XfrmDirection Direction) : XfrmEvent;

/// <summary>A state's sequence numbers went on.</summary>
public sealed record XfrmReplayAdvanced(XfrmStateId Id, XfrmReplay Replay) : XfrmEvent;

/// <summary>Events were lost, the queue was full: list everything again.</summary>
public sealed record XfrmEventsLost : XfrmEvent;
