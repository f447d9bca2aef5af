namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>XFRM_MSG_*.</summary>
internal static class XfrmMessage
{
    internal const ushort NewState = 0x10, DeleteState = 0x11, GetState = 0x12;
    internal const ushort NewPolicy = 0x13, DeletePolicy = 0x14, GetPolicy = 0x15;
    internal const ushort Acquire = 0x17, Expire = 0x18, UpdatePolicy = 0x19, UpdateState = 0x1a, PolicyExpire = 0x1b;
    internal const ushort FlushStates = 0x1c, FlushPolicies = 0x1d, NewReplay = 0x1e, GetReplay = 0x1f, Migrate = 0x21;
}

/// <summary>XFRMA_*.</summary>
internal static class XfrmAttribute
{
    internal const ushort Auth = 1, Crypt = 2, Template = 5, Policy = 7, LifetimeValue = 9, Replay = 10, SourceAddress = 13, CareOfAddress = 14;
    internal const ushort PolicyType = 16, Migrate = 17, Aead = 18, KeyManagerAddress = 19, AuthTruncated = 20, Mark = 21, ReplayEsn = 23, InterfaceId = 31;
}

/// <summary>XFRMNLGRP_*.</summary>
internal static class XfrmGroup
{
    internal const int Acquire = 1, Expire = 2, State = 3, Policy = 4, Replay = 5, Migrate = 7;
}

/// <summary>XFRM_STATE_*.</summary>
internal static class XfrmStateFlag
{
    internal const byte AnyFamily = 32, ExtendedSequenceNumbers = 128;
}

/// <summary>XFRM_POLICY_ALLOW and XFRM_POLICY_BLOCK.</summary>
internal static class XfrmAction
{
    internal const byte Allow = 0, Block = 1;
}

/// <summary>XFRM_POLICY_TYPE_*: sub-policies are asked before the main ones.</summary>
internal static class XfrmPolicyType
{
    internal const byte Main = 0;
}

internal static class XfrmLimit
{
    /// <summary>XFRM_INF: no limit of bytes or packets. No limit of time is 0.</summary>
    internal const ulong None = ulong.MaxValue;

    /// <summary>XFRMA_REPLAY_ESN_MAX, in packets.</summary>
    internal const uint ReplayWindow = 4096;

    /// <summary>A state without ESN may keep its window in one word instead of a bitmap.</summary>
    internal const uint ShortReplayWindow = 32;
}
