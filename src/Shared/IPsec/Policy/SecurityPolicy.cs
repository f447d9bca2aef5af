namespace DsMip.IPsec;

/// <summary>One entry of the <see cref="SecurityPolicyDatabase"/>. <paramref name="Mode"/> counts for PROTECT only.</summary>
public sealed record SecurityPolicy(PolicyDirection Direction, TrafficSelector Selector, PolicyAction Action, IpsecMode Mode = IpsecMode.Transport)
{
    public static SecurityPolicy Protect(PolicyDirection direction, TrafficSelector selector, IpsecMode mode = IpsecMode.Transport) =>
        new(direction, selector, PolicyAction.Protect, mode);

    public static SecurityPolicy Bypass(PolicyDirection direction, TrafficSelector selector) => new(direction, selector, PolicyAction.Bypass);

    public static SecurityPolicy Discard(PolicyDirection direction, TrafficSelector selector) => new(direction, selector, PolicyAction.Discard);
}
