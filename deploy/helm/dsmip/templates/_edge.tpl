{{- define "dsmip.edgeOnHost" -}}{{ if eq .Values.edge.network.mode "hostNetwork" }}yes{{ end }}{{- end }}

{{- /* On the node's own network nobody is in front of the port. */ -}}
{{- define "dsmip.edgeOnLoopback" -}}
{{- if and (include "dsmip.edgeOnHost" .) (not .Values.metrics.edgesOnNodeAddress) }}yes{{ end -}}
{{- end }}

{{- /* The spec of a pod that forwards. (dict "root" $ "role" "edge" "roles" "edge") */ -}}
{{- define "dsmip.edgePod" -}}
{{- $ := .root -}}
{{- $edge := $.Values.edge -}}
{{- $loopback := include "dsmip.edgeOnLoopback" $ -}}
serviceAccountName: {{ include "dsmip.fullname" $ }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- if include "dsmip.edgeOnHost" $ }}
hostNetwork: true
dnsPolicy: ClusterFirstWithHostNet
{{- end }}
terminationGracePeriodSeconds: {{ include "dsmip.gracePeriod" $ }}
securityContext: {{ include "dsmip.podSecurity" $ | nindent 2 }}
{{ include "dsmip.placement" (dict "root" $ "of" $edge) | trim }}
affinity:
  {{- with $edge.affinity }}{{ toYaml . | nindent 2 }}{{ else }}
  # Two of them would want the same port 4191 and the same block of nobody's.
  podAntiAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector: { matchLabels: {{ include "dsmip.roleSelector" (dict "root" $ "role" .role) | fromYaml | toJson }} }
  {{- end }}
initContainers:
  {{- include "dsmip.keyCopy" $ | nindent 2 }}
  {{- if $edge.setSysctls }}
  - name: forwarding
    image: {{ include "dsmip.image" $ }}
    imagePullPolicy: {{ $.Values.image.pullPolicy }}
    command: [sh, -euc, "echo 1 >/proc/sys/net/ipv6/conf/all/forwarding; echo 1 >/proc/sys/net/ipv4/ip_forward"]
    securityContext: { privileged: true, runAsUser: 0 }
  {{- end }}
  {{- if $edge.addAddresses }}
  - name: addresses
    image: {{ include "dsmip.image" $ }}
    imagePullPolicy: {{ $.Values.image.pullPolicy }}
    command:
      - sh
      - -euc
      - |
        ip -6 addr replace {{ $.Values.settings.HomeAgentAddress }}/128 dev lo nodad
        {{- with $.Values.settings.HomeAgentIpv4Address }}
        ip addr replace {{ . }}/32 dev lo
        {{- end }}
    securityContext:
      runAsUser: 0
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities: { drop: [ALL], add: [NET_ADMIN] }
  {{- end }}
  {{- if $.Values.charon.enabled }}
  {{- include "dsmip.charon" $ | nindent 2 }}
  {{- end }}
containers:
  - name: home-agent
    image: {{ include "dsmip.image" $ }}
    imagePullPolicy: {{ $.Values.image.pullPolicy }}
    args: {{ include "dsmip.args" $ }}
    workingDir: /tmp
    envFrom: {{- include "dsmip.envFrom" $ | nindent 6 }}
    env:
      {{- include "dsmip.env" (dict "root" $ "roles" .roles) | nindent 6 }}
      {{- $host := ternary (include "dsmip.loopback" $) (include "dsmip.anyAddress" $) (ne $loopback "") }}
      {{- include "dsmip.listen" (dict "root" $ "host" $host "api" (contains "admin" .roles)) | nindent 6 }}
      {{- if eq $.Values.mode "cluster" }}
      - { name: DSMIP__Cluster__Host, value: $(POD_IP) }
      {{- if $edge.edges }}
      - { name: DSMIP__Edge__Name, valueFrom: { fieldRef: { fieldPath: {{ ternary "spec.nodeName" "metadata.name" (eq $edge.kind "DaemonSet") }} } } }
      {{- end }}
      {{- end }}
      {{- if $edge.routeCommand }}
      - { name: DSMIP__Edge__RouteCommand, value: /opt/dsmip-route/route }
      {{- end }}
    ports:
      {{- if eq $.Values.mode "cluster" }}
      - { name: cluster, containerPort: {{ $.Values.cluster.port }} }
      {{- end }}
      - { name: admin, containerPort: {{ include "dsmip.adminPort" $ }} }
      - { name: dsmip, containerPort: 4191, protocol: UDP }
    {{- include "dsmip.probes" (dict "root" $ "loopback" $loopback) | nindent 4 }}
    securityContext: {{ include "dsmip.networkPrivileges" $ | nindent 6 }}
    resources:
      {{- $resources := deepCopy $edge.resources }}
      {{- with $edge.tun.resourceName }}
      {{- $resources = mergeOverwrite $resources (dict "limits" (dict . 1)) }}
      {{- end }}
      {{- toYaml $resources | nindent 6 }}
    volumeMounts:
      {{- include "dsmip.mounts" $ | nindent 6 }}
      {{- include "dsmip.tsigMount" . | nindent 6 }}
      {{- if not $edge.tun.resourceName }}
      - { name: tun, mountPath: /dev/net/tun }
      {{- end }}
      {{- if $edge.routeCommand }}
      - { name: route, mountPath: /opt/dsmip-route, readOnly: true }
      {{- end }}
      {{- if eq $.Values.mode "single" }}
      - { name: data, mountPath: /var/lib/dsmip-ha }
      {{- end }}
      {{- if $.Values.charon.enabled }}
      - { name: ike, mountPath: /run/dsmip-ike }
      {{- end }}
  {{- with $edge.extraContainers }}{{ toYaml . | nindent 2 }}{{ end }}
volumes:
  {{- include "dsmip.volumes" $ | nindent 2 }}
  {{- include "dsmip.tsigVolume" . | nindent 2 }}
  {{- if not $edge.tun.resourceName }}
  - { name: tun, hostPath: { path: /dev/net/tun, type: CharDevice } }
  {{- end }}
  {{- if $edge.routeCommand }}
  - { name: route, configMap: { name: {{ include "dsmip.fullname" $ }}-route, defaultMode: 0555 } }
  {{- end }}
  {{- if $.Values.charon.enabled }}
  - { name: ike, emptyDir: {} }
  {{- end }}
  {{- with $edge.extraVolumes }}{{ toYaml . | nindent 2 }}{{ end }}
{{- end }}

{{- /* A side container that is there before the home agent starts and until it has ended. Its socket is open to the group of the user app. */ -}}
{{- define "dsmip.charon" -}}
- name: charon
  image: {{ .Values.charon.image }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  restartPolicy: Always
  startupProbe: { exec: { command: [test, -S, /run/dsmip-ike/charon.vici] }, periodSeconds: 1, failureThreshold: 60 }
  securityContext:
    runAsUser: 0
    allowPrivilegeEscalation: false
    capabilities: { drop: [ALL], add: [NET_ADMIN, NET_RAW, NET_BIND_SERVICE, CHOWN, SETUID, SETGID] }
  resources: {{ toYaml .Values.charon.resources | nindent 4 }}
  volumeMounts:
    - { name: ike, mountPath: /run/dsmip-ike }
{{- end }}

{{- define "dsmip.edgeAnnotations" -}}
{{- include "dsmip.checksum" . }}
{{- if eq .Values.edge.network.mode "multus" }}
k8s.v1.cni.cncf.io/networks: {{ .Values.edge.network.multusNetworks | quote }}
{{- end }}
{{- with .Values.edge.podAnnotations }}
{{ toYaml . }}
{{- end }}
{{- end }}
