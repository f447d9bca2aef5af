# Four images from one build:
#   docker build --target home-agent  -t dsmip-ha .      the home agent, in any of its roles, and its command line
#   docker build --target mobile-node -t dsmip-mn .      the mobile node
#   docker build --target charon      -t dsmip-charon .  strongSwan beside an edge, for keys by IKEv2
#   docker build --target tools       -t dsmip-tools .   what docker-compose.yml needs around them: router, correspondent, certificates
ARG DOTNET=mcr.microsoft.com/dotnet

FROM ${DOTNET}/sdk:10.0 AS build
WORKDIR /src
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src src
# Versions come from the lock files.
ENV CI=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
RUN dotnet publish src/HomeAgent/Host -c Release -o /out/home-agent \
 && dotnet publish src/Cli -c Release -o /out/cli \
 && dotnet publish src/MobileNode/Host -c Release -o /out/mobile-node

FROM ${DOTNET}/aspnet:10.0 AS runtime
# curl: health checks. nft: the daemons keep what the kernel would answer itself away from it. iproute2: addresses and routes of the containers. util-linux: setpriv.
RUN apt-get update \
 && apt-get install -y --no-install-recommends nftables iproute2 iputils-ping util-linux curl \
 && rm -rf /var/lib/apt/lists/*
COPY --chmod=755 deploy/compose/as-app /usr/local/bin/as-app
ENTRYPOINT ["as-app"]

# An edge and a mobile node need CAP_NET_ADMIN, CAP_NET_RAW and /dev/net/tun. Start them as root with these two and CAP_SETUID, CAP_SETGID and
# CAP_SETPCAP: as-app gives up the rest and runs the daemon as the user app. A control node needs no capability and never is root.
FROM runtime AS home-agent
COPY --from=build /out/home-agent /opt/dsmip-ha
COPY --from=build /out/cli /opt/dsmip
RUN ln -s /opt/dsmip-ha/dsmip-ha /opt/dsmip/dsmip /usr/local/bin/ && install -d -o app -g app /var/lib/dsmip-ha
USER app
EXPOSE 8191 4055 4191/udp
STOPSIGNAL SIGTERM
CMD ["dsmip-ha", "--config", "/etc/dsmip/ha.json"]

FROM runtime AS mobile-node
COPY --from=build /out/mobile-node /opt/dsmip-mn
RUN ln -s /opt/dsmip-mn/dsmip-mn /usr/local/bin/dsmip-mn && install -d -o app -g app /var/lib/dsmip-mn /run/dsmip-mn
STOPSIGNAL SIGTERM
CMD ["dsmip-mn", "run", "--config", "/etc/dsmip/mn.json"]

# It shares the network and a directory with the edge. NET_ADMIN for SAs, NET_BIND_SERVICE for port 500, CHOWN and SETGID for the socket's group.
# libcharon-*-plugins: EAP, by mschapv2 where nothing else is configured.
FROM debian:12-slim AS charon
RUN apt-get update \
 && apt-get install -y --no-install-recommends charon-systemd libstrongswan-standard-plugins libstrongswan-extra-plugins libcharon-extra-plugins libcharon-extauth-plugins \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 1654 app
COPY deploy/strongswan/dsmip.conf /etc/dsmip/dsmip.conf
COPY deploy/strongswan/container.conf /etc/dsmip/strongswan.conf
ENV STRONGSWAN_CONF=/etc/dsmip/strongswan.conf
CMD ["/usr/sbin/charon-systemd"]

FROM debian:12-slim AS tools
RUN apt-get update \
 && apt-get install -y --no-install-recommends nftables iproute2 iputils-ping tcpdump openssl \
 && rm -rf /var/lib/apt/lists/*
