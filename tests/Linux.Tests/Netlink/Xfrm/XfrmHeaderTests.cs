using System.Reflection;
using System.Runtime.InteropServices;
using DsMip.Linux.Netlink;
using DsMip.Linux.Netlink.Xfrm;

namespace DsMip.Linux.Tests;

/// <summary>Every wire structure, field and number of NETLINK_XFRM is the one of linux/xfrm.h, as the compiler of this machine sees it.</summary>
public sealed class XfrmHeaderTests
{
    private static readonly string[] Headers = ["sys/socket.h", "linux/netlink.h", "linux/xfrm.h"];

    private static readonly WireStructure[] Structures =
    [
        new(typeof(WireSelector), "xfrm_selector",
            "Destination daddr, Source saddr, DestinationPort dport, DestinationPortMask dport_mask, SourcePort sport, SourcePortMask sport_mask, Family family, "
            + "DestinationLength prefixlen_d, SourceLength prefixlen_s, Protocol proto, InterfaceIndex ifindex, User user", "Gap1, Gap2"),
        new(typeof(WireId), "xfrm_id", "Destination daddr, Spi spi, Protocol proto"),
        new(typeof(WireLimits), "xfrm_lifetime_cfg",
            "SoftBytes soft_byte_limit, HardBytes hard_byte_limit, SoftPackets soft_packet_limit, HardPackets hard_packet_limit, "
            + "SoftSeconds soft_add_expires_seconds, HardSeconds hard_add_expires_seconds, "
            + "SoftSecondsOfUse soft_use_expires_seconds, HardSecondsOfUse hard_use_expires_seconds"),
        new(typeof(WireUsage), "xfrm_lifetime_cur", "Bytes bytes, Packets packets, AddTime add_time, UseTime use_time"),
        new(typeof(WireState), "xfrm_usersa_info",
            "Selector sel, Id id, Source saddr, Limits lft, Usage curlft, StatisticsWindow stats.replay_window, StatisticsReplay stats.replay, "
            + "StatisticsIntegrity stats.integrity_failed, Sequence seq, Reqid reqid, Family family, Mode mode, ReplayWindow replay_window, Flags flags"),
        new(typeof(WireStateId), "xfrm_usersa_id", "Destination daddr, Spi spi, Family family, Protocol proto"),
        new(typeof(WireExpiry), "xfrm_user_expire", "State state, Hard hard"),
        new(typeof(WirePolicy), "xfrm_userpolicy_info",
            "Selector sel, Limits lft, Usage curlft, Priority priority, Index index, Direction dir, Action action, Flags flags, Share share"),
        new(typeof(WirePolicyId), "xfrm_userpolicy_id", "Selector sel, Index index, Direction dir"),
        new(typeof(WirePolicyExpiry), "xfrm_user_polexpire", "Policy pol, Hard hard"),
        new(typeof(WireTemplate), "xfrm_user_tmpl",
            "Id id, Family family, Source saddr, Reqid reqid, Mode mode, Share share, Optional optional, "
            + "AuthAlgorithms aalgos, EncryptionAlgorithms ealgos, CompressionAlgorithms calgos", "Gap"),
        new(typeof(WireAcquire), "xfrm_user_acquire",
            "Id id, Source saddr, Selector sel, Policy policy, AuthAlgorithms aalgos, EncryptionAlgorithms ealgos, CompressionAlgorithms calgos, Sequence seq"),
        new(typeof(WireReplay), "xfrm_replay_state", "OutboundLast oseq, InboundHighest seq, Bitmap bitmap"),
        new(typeof(WireReplayEsn), "xfrm_replay_state_esn",
            "BitmapWords bmp_len, OutboundLast oseq, InboundHighest seq, OutboundLastUpper oseq_hi, InboundHighestUpper seq_hi, Window replay_window"),
        new(typeof(WireReplayId), "xfrm_aevent_id", "State sa_id, Source saddr, Flags flags, Reqid reqid"),
        new(typeof(WireMigration), "xfrm_user_migrate",
            "OldDestination old_daddr, OldSource old_saddr, NewDestination new_daddr, NewSource new_saddr, Protocol proto, Mode mode, Gap reserved, "
            + "Reqid reqid, OldFamily old_family, NewFamily new_family"),
        new(typeof(WireKeyManagerAddress), "xfrm_user_kmaddress", "Local local, Remote remote, Reserved reserved, Family family"),
    ];

    private static readonly Dictionary<string, long> Numbers = new()
    {
        ["NETLINK_XFRM"] = NetlinkProtocol.Xfrm,
        ["XFRM_MSG_NEWSA"] = XfrmMessage.NewState, ["XFRM_MSG_DELSA"] = XfrmMessage.DeleteState, ["XFRM_MSG_GETSA"] = XfrmMessage.GetState,
        ["XFRM_MSG_UPDSA"] = XfrmMessage.UpdateState, ["XFRM_MSG_FLUSHSA"] = XfrmMessage.FlushStates,
        ["XFRM_MSG_NEWPOLICY"] = XfrmMessage.NewPolicy, ["XFRM_MSG_DELPOLICY"] = XfrmMessage.DeletePolicy, ["XFRM_MSG_GETPOLICY"] = XfrmMessage.GetPolicy,
        ["XFRM_MSG_UPDPOLICY"] = XfrmMessage.UpdatePolicy, ["XFRM_MSG_FLUSHPOLICY"] = XfrmMessage.FlushPolicies,
        ["XFRM_MSG_ACQUIRE"] = XfrmMessage.Acquire, ["XFRM_MSG_EXPIRE"] = XfrmMessage.Expire, ["XFRM_MSG_POLEXPIRE"] = XfrmMessage.PolicyExpire,
        ["XFRM_MSG_NEWAE"] = XfrmMessage.NewReplay, ["XFRM_MSG_GETAE"] = XfrmMessage.GetReplay, ["XFRM_MSG_MIGRATE"] = XfrmMessage.Migrate,
        ["XFRMA_ALG_AUTH"] = XfrmAttribute.Auth, ["XFRMA_ALG_CRYPT"] = XfrmAttribute.Crypt, ["XFRMA_ALG_AEAD"] = XfrmAttribute.Aead,
        ["XFRMA_ALG_AUTH_TRUNC"] = XfrmAttribute.AuthTruncated, ["XFRMA_TMPL"] = XfrmAttribute.Template,
        ["XFRMA_POLICY"] = XfrmAttribute.Policy, ["XFRMA_POLICY_TYPE"] = XfrmAttribute.PolicyType, ["XFRMA_REPLAY_VAL"] = XfrmAttribute.Replay,
        ["XFRMA_REPLAY_ESN_VAL"] = XfrmAttribute.ReplayEsn, ["XFRMA_SRCADDR"] = XfrmAttribute.SourceAddress, ["XFRMA_COADDR"] = XfrmAttribute.CareOfAddress,
        ["XFRMA_LTIME_VAL"] = XfrmAttribute.LifetimeValue, ["XFRMA_MIGRATE"] = XfrmAttribute.Migrate, ["XFRMA_KMADDRESS"] = XfrmAttribute.KeyManagerAddress, ["XFRMA_MARK"] = XfrmAttribute.Mark,
        ["XFRMA_IF_ID"] = XfrmAttribute.InterfaceId,
        ["XFRMNLGRP_ACQUIRE"] = XfrmGroup.Acquire, ["XFRMNLGRP_EXPIRE"] = XfrmGroup.Expire, ["XFRMNLGRP_SA"] = XfrmGroup.State,
        ["XFRMNLGRP_POLICY"] = XfrmGroup.Policy, ["XFRMNLGRP_AEVENTS"] = XfrmGroup.Replay, ["XFRMNLGRP_MIGRATE"] = XfrmGroup.Migrate,
        ["XFRM_STATE_AF_UNSPEC"] = XfrmStateFlag.AnyFamily, ["XFRM_STATE_ESN"] = XfrmStateFlag.ExtendedSequenceNumbers,
        ["XFRM_POLICY_ALLOW"] = XfrmAction.Allow, ["XFRM_POLICY_BLOCK"] = XfrmAction.Block, ["XFRM_POLICY_TYPE_MAIN"] = XfrmPolicyType.Main,
        ["XFRM_POLICY_IN"] = (long)XfrmDirection.In, ["XFRM_POLICY_OUT"] = (long)XfrmDirection.Out, ["XFRM_POLICY_FWD"] = (long)XfrmDirection.Forward,
        ["XFRM_MODE_TRANSPORT"] = (long)XfrmMode.Transport, ["XFRM_MODE_TUNNEL"] = (long)XfrmMode.Tunnel,
        ["XFRM_MODE_ROUTEOPTIMIZATION"] = XfrmNetlink.RouteOptimization,
        ["XFRM_INF"] = unchecked((long)XfrmLimit.None), ["XFRMA_REPLAY_ESN_MAX"] = XfrmLimit.ReplayWindow,
        ["sizeof(struct xfrm_algo)"] = EspAlgorithms.CryptSize, ["offsetof(struct xfrm_algo, alg_key_len)"] = EspAlgorithms.NameSize,
        ["offsetof(struct xfrm_algo, alg_key)"] = EspAlgorithms.CryptSize,
        ["sizeof(struct xfrm_algo_auth)"] = EspAlgorithms.AuthSize, ["offsetof(struct xfrm_algo_auth, alg_key_len)"] = EspAlgorithms.NameSize,
        ["offsetof(struct xfrm_algo_auth, alg_trunc_len)"] = EspAlgorithms.NameSize + sizeof(uint),
        ["offsetof(struct xfrm_algo_auth, alg_key)"] = EspAlgorithms.AuthSize,
        ["sizeof(struct xfrm_algo_aead)"] = EspAlgorithms.AeadSize, ["offsetof(struct xfrm_algo_aead, alg_key_len)"] = EspAlgorithms.NameSize,
        ["offsetof(struct xfrm_algo_aead, alg_icv_len)"] = EspAlgorithms.NameSize + sizeof(uint),
        ["offsetof(struct xfrm_algo_aead, alg_key)"] = EspAlgorithms.AeadSize,
        ["sizeof(xfrm_address_t)"] = Marshal.SizeOf<XfrmAddress>(),
        ["offsetof(struct xfrm_userpolicy_type, type)"] = 0, ["offsetof(struct xfrm_usersa_flush, proto)"] = 0,
        ["AF_INET"] = (long)IpFamily.Ipv4, ["AF_INET6"] = (long)IpFamily.Ipv6,
    };

    [CompilerFact]
    public void Numbers_sizes_and_offsets_are_those_of_the_c_headers()
    {
        var ours = Numbers.Concat(Structures.SelectMany(structure => structure.Expressions)).ToDictionary();
        var theirs = CHeader.Evaluate(Headers, ours.Keys);
        Assert.Equal(Lines(theirs), Lines(ours));
    }

    [Fact]
    public void No_structure_field_or_number_is_left_out()
    {
        var wire = typeof(WireState).Assembly.GetTypes().Where(type => type.Namespace == typeof(WireState).Namespace && type.IsValueType && type.Name.StartsWith("Wire", StringComparison.Ordinal));
        Assert.Equal(wire.Select(type => type.Name).Order(), Structures.Select(structure => structure.Type.Name).Order());
        Assert.All(Structures, structure => Assert.Equal(structure.FieldsOfType, structure.FieldsNamed));

        Type[] constants = [typeof(XfrmMessage), typeof(XfrmAttribute), typeof(XfrmGroup), typeof(XfrmStateFlag), typeof(XfrmAction)];
        Assert.Equal(constants.Sum(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic).Length),
            Numbers.Keys.Count(name => name is "XFRM_POLICY_ALLOW" or "XFRM_POLICY_BLOCK"
                || name.StartsWith("XFRM_MSG_", StringComparison.Ordinal) || (name.StartsWith("XFRMA_", StringComparison.Ordinal) && name != "XFRMA_REPLAY_ESN_MAX")
                || name.StartsWith("XFRMNLGRP_", StringComparison.Ordinal) || name.StartsWith("XFRM_STATE_", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Lines(Dictionary<string, long> values) =>
        values.Select(value => $"{value.Key} = {value.Value}").Order(StringComparer.Ordinal);

    /// <param name="Fields">Ours and theirs, pair by pair.</param>
    /// <param name="Gaps">Fields of ours that are padding there.</param>
    private sealed record WireStructure(Type Type, string Name, string Fields, string Gaps = "")
    {
        internal IEnumerable<KeyValuePair<string, long>> Expressions =>
            Pairs.Select(pair => KeyValuePair.Create($"offsetof(struct {Name}, {pair[1]})", (long)Marshal.OffsetOf(Type, FieldName(pair[0]))))
                .Prepend(KeyValuePair.Create($"sizeof(struct {Name})", (long)Marshal.SizeOf(Type)));

        internal IEnumerable<string> FieldsOfType => InstanceFields.Select(member => Bare(member.Name)).Order();

        internal IEnumerable<string> FieldsNamed => Pairs.Select(pair => pair[0]).Concat(Words(Gaps)).Order();

        private IEnumerable<string[]> Pairs => Words(Fields).Select(pair => pair.Split(' '));

        private FieldInfo[] InstanceFields => Type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

        private string FieldName(string name) => InstanceFields.Single(member => Bare(member.Name) == name).Name;

        /// <summary>Without what the compiler puts around the name of a record's property.</summary>
        private static string Bare(string name) => name.TrimStart('<').Split('>')[0];

        private static string[] Words(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }
}
