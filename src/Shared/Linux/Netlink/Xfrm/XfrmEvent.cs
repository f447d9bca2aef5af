using DsMip.Wire;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>What the kernel tells those who listen.</summary>
public abstract record XfrmEvent;

/// <summary>A state was installed or replaced, by whomever.</summary>
public sealed record XfrmStateSet(XfrmState State) : XfrmEvent;

public sealed record XfrmStateGone(XfrmStateId Id) : XfrmEvent;

/// <summary>All states were deleted.</summary>
public sealed record XfrmStatesFlushed : XfrmEvent;

/// <summary>A host-wide policy was installed or replaced.</summary>
public sealed record XfrmPolicySet(XfrmPolicy Policy) : XfrmEvent;

public sealed record XfrmPolicyGone(XfrmSelector Selector, XfrmDirection Direction) : XfrmEvent;

public sealed record XfrmPoliciesFlushed : XfrmEvent;

/// <summary>A lifetime is over.</summary>
/// <param name="Hard">The kernel has deleted it, and says so by nothing else; otherwise it is time for another one.</param>
public sealed record XfrmStateExpired(XfrmStateId Id, bool Hard) : XfrmEvent;

/// <summary>A packet needs a state that is not there.</summary>
/// <param name="Selector">Of the packet.</param>
public sealed record XfrmAcquired(XfrmSelector Selector, XfrmSelector PolicySelector, IpAddress Source, IpAddress Destination) : XfrmEvent;

/// <summary>
/// States and the template of a policy have got other addresses: list them again, for the kernel tells neither which states went nor which came.
/// </summary>
public sealed record XfrmMigrated(XfrmSelector Selector, XfrmDirection Direction) : XfrmEvent;

/// <summary>A state's sequence numbers went on. Where the state keeps a short window, it is shown as if it were of 32 packets.</summary>
public sealed record XfrmReplayAdvanced(XfrmStateId Id, XfrmReplay Replay) : XfrmEvent;

/// <summary>Events were lost, the queue was full: list everything again.</summary>
public sealed record XfrmEventsLost : XfrmEvent;
