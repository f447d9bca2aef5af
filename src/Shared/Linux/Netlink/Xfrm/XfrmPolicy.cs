using DsMip.Wire;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>An entry of the kernel's host-wide SPD (<c>struct xfrm_userpolicy_info</c>).</summary>
/// <param name="Priority">The lowest number that matches is taken.</param>
public sealed record XfrmPolicy(XfrmSelector Selector, XfrmDirection Direction, uint Priority)
{
    /// <summary>Null: pass, or discard if <see cref="Blocks"/>.</summary>
    public XfrmTemplate? Template { get; init; }

    public bool Blocks { get; init; }

    public override string ToString() => $"policy {Direction} {Selector}";
}

/// <summary>The ESP security association that a policy asks for (<c>struct xfrm_user_tmpl</c>).</summary>
/// <param name="Source">Of the outer header in tunnel mode.</param>
/// <param name="Destination">Of the outer header in tunnel mode.</param>
public sealed record XfrmTemplate(XfrmMode Mode, IpAddress Source, IpAddress Destination, uint Reqid);
