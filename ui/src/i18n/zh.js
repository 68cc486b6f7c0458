// The desks in Chinese; en.js has the same keys (a test holds them together).
export default {
  app: { name: '办理', other: 'Banli', skip: '跳到正文', language: 'English', signOut: '退出', password: '修改密码', menu: '主菜单', user: '当前用户' },
  menu: {
    mine: '我的待办', groups: '待领取', done: '已办', started: '我发起的', start: '发起事项', absence: '请假与代行', notices: '通知', archive: '档案',
    topics: '会议议题', meetings: '会议', instances: '运行监督', models: '流程设计', people: '人员', groupsAdmin: '岗位与机构',
    calendar: '工作日历', settings: '办公规则', work: '我的工作', office: '会议', watch: '监督', design: '设计', admin: '管理',
  },
  common: {
    confirm: '确定', cancel: '取消', save: '保存', close: '关闭', search: '搜索', all: '全部', none: '无', reload: '刷新', back: '返回',
    delete: '删除', edit: '编辑', add: '新增', more: '加载更多', empty: '没有内容', name: '名称', state: '状态', actions: '操作', saved: '已保存',
    version: '版本', yes: '是', no: '否', from: '开始', to: '结束', reason: '原因', loading: '正在加载', total: '共 {n} 条', open: '打开', noNumber: '未编号', articles: '第{list}条',
  },
  reason: { label: '请写明原因（记入操作日志）', required: '必须写明原因' },
  signIn: {
    title: '登录', user: '账号', password: '密码', submit: '登录', demo: '演示账号（仅限本机）', demoHint: '演示口令与账号一并提供，点一下即可登录。',
    locked: '账号已锁定，{time} 后可再试',
  },
  password: { title: '修改密码', old: '原密码', new: '新密码', again: '再输一次新密码', differ: '两次输入的新密码不一致', must: '首次登录请先修改密码', done: '密码已修改' },
  light: { green: '时限内', yellow: '即将到期', red: '已逾期', grey: '已暂停', none: '无时限' },
  task: {
    title: '事项', process: '流程', due: '办理时限', created: '到达时间', ended: '办结时间', assignee: '办理人', candidates: '可领取', caseNumber: '编号',
    claim: '领取', unclaim: '放回', complete: '提交办结', draft: '保存草稿', draftSaved: '草稿已保存于 {time}', urge: '催办', reassign: '改派', sortDue: '按时限', sortCreated: '按到达',
    changed: '这项任务刚被他人改动。您填写的内容没有丢失。', refresh: '取新内容', urgedBy: '催办：{name}，{time}。{note}', gone: '这项任务已不在您的待办中。', completed: '已办结', claimed: '已领取', form: '表单', record: '案卷', papers: '材料', history: '办理过程',
    diagram: '流程图', deadline: '时限依据', article: '条款', base: '起算', formula: '算法', estimated: '（放假安排未公布，暂估）', onBehalf: '代 {name} 办理', noForm: '这项任务没有表单，核对后直接提交。',
    next: '下一项任务', urgeNote: '催办说明', urged: '已催办', search: '按名称、题目、编号搜索', current: '当前环节', noTasks: '没有待办事项', fix: '请先改正标出的内容',
  },
  start: { title: '发起事项', submit: '提交', started: '已发起，编号 {number}', none: '您目前没有可以发起的流程' },
  instance: {
    title: '运行监督', state: { running: '运行中', finished: '已结束', suspended: '已挂起', incident: '有异常', ACTIVE: '运行中', SUSPENDED: '已挂起', COMPLETED: '已办结', EXTERNALLY_TERMINATED: '已终止', INTERNALLY_TERMINATED: '已中止' },
    late: '只看逾期', unit: '单位', businessKey: '编号', started: '发起时间', by: '发起人', ended: '结束时间', current: '当前环节', holders: '在谁手上', incidents: '异常', search: '按标题、编号、内容搜索',
    diagram: '流程图', tree: '活动树', variables: '变量', deadlines: '时限', history: '历史', log: '操作日志', papers: '材料', waiting: '在等什么', why: '原因', for: '等谁', since: '从何时起',
    cancel: '终止', suspend: '挂起', activate: '恢复', urge: '催办', retry: '重试', scope: '作用域', type: '类型', value: '值', rule: '规则', actor: '操作人', operation: '操作', at: '时间', children: '子流程', parent: '上级流程',
    confirmCancel: '终止这个实例', confirmSuspend: '挂起这个实例', confirmActivate: '恢复这个实例', due: '截止', done: '已处理', before: '改前', after: '改后', calendarVersion: '日历版本', begun: '开始时间', andMore: '{names}等 {n} 人',
    adHoc: '自由办理', adHocHint: '需要时发起下列工作，次数和顺序不限', adHocBusy: '正在办理的工作完成后才能发起下一项', adHocStarted: '已发起“{name}”', adHocEnd: '结束这一阶段',
  },
  mend: {
    title: '调整', jump: '跳转', hint: '在流程图上点选一个环节', picked: '已选环节 {id}', start_before: '从此环节开始', start_after: '从此环节之后开始', cancel: '撤销此环节', cancel_one: '撤销', cancelOne: '撤销“{name}”', steps: '将依次执行', apply: '执行调整',
    return: '退回', returnTask: '退回“{name}”', to: '退回到', noTargets: '没有可以退回的环节', siblings: '一并撤销其他分支：{names}', signers: '会签：{name}', add: '加签', remove: '减签', removeOne: '减签第 {n} 份',
    migration: '版本迁移', migrate: '迁移到其他版本', target: '目标版本', noVersions: '没有其他版本', every: '此版本的全部 {n} 件', first: '只列出前 {n} 件', able: '可以迁移', migrateN: '迁移 {n} 件', migrating: '已开始迁移 {n} 件',
  },
  designer: {
    title: '流程设计', new: '新建流程', key: '标识', kind: '类别', process: '流程', decision: '决策表', form: '表单', deployed: '部署时间', by: '部署人', running: '运行中', versions: '历史版本', rollback: '恢复此版本',
    deploy: '部署', note: '部署说明', noteRequired: '请写部署说明', deployedDone: '已部署，版本 {n}', problems: '检查结果', noProblems: '没有发现问题', unsaved: '有未部署的修改（已自动存为草稿）', restore: '恢复草稿', discard: '丢弃草稿',
    draftFound: '发现 {time} 的草稿', checkFailed: '检查没有完成', line: '第 {n} 行', minimap: '缩略图', simulate: '流程仿真', download: '下载', upload: '从文件打开', error: '错误', warning: '提醒', rolledBack: '已恢复为新版本 {n}', refused: '部署被拒绝，请看标出的元素', fit: '适应窗口', undo: '撤销', redo: '重做', canvas: '流程图画布', properties: '属性',
  },
  absence: { title: '请假与代行', user: '人员', kind: '类别', from: '开始', to: '结束', deputy: '代行人', deputyAuto: '按规则确定', reason: '事由', add: '登记离岗', removed: '已撤销', kinds: { leave: '请假', travel: '出差', study: '学习', meeting: '会议' }, active: '生效中', planned: '未开始', over: '已结束', confirm: '确认由{name}代行', confirmed: '已确认代行人' },
  people: { title: '人员', id: '账号', name: '姓名', posts: '岗位', rights: '权限', active: '在用', add: '新增人员', resetPassword: '重置密码', unlock: '解锁', password: '初始密码', rightNames: { clerk: '办事员', supervisor: '督查', operator: '运维', designer: '流程设计', administrator: '管理员', worker: '机器账号', 'any-task': '办理任何任务' } },
  groups: { title: '岗位与机构', id: '标识', name: '名称', members: '成员', add: '新增', addMember: '添加成员', kind: '类别', parent: '上级', kinds: { post: '岗位', unit: '单位', unit_role: '单位角色', body: '外部单位', class: '类别', role: '角色' } },
  calendar: { title: '工作日历', working: '工作日', holiday: '休息日', source: { national: '国家放假安排', override: '本单位调整', weekend: '周末', estimated: '暂估' }, year: '年份', set: '调整这一天', name: '说明', nameRequired: '请写明依据或原因', recomputed: '已重算 {n} 个未到期时限', clear: '取消调整', kind: '类别', legend: '图例' },
  settings: { title: '办公规则', key: '项目', value: '取值', article: '条款', changed: '最近修改', default: '默认', history: '修改记录' },
  office: {
    topics: '会议议题', meetings: '会议', number: '编号', title: '题目', unit: '申报单位', state: '状态', meeting: '会议', time: '时间', place: '地点', chair: '主持人', agenda: '议程', attendance: '出席', quorum: '法定人数', resolutions: '决定', minutes: '纪要',
    present: '出席 {p} / 应到 {n}', enough: '达到', notEnough: '未达到', person: '姓名', post: '职务', reply: '答复', signedIn: '到会', papers: '会议文件', responsible: '责任单位', result: '结果', summary: '主持人总结', case: '办理过程',
  },
  topic: { registered: '登记时间', consultation: '征求意见', due: '{time} 前答复', body: '单位', opinion: '意见', text: '意见内容', answered: '答复时间', adopted: '采纳情况', written: '书面意见', materials: '上会材料', submitted: '报送时间', problems: '问题', papers: '议题文件' },
  notices: { title: '通知', unreadOnly: '只看未读', subject: '通知', text: '内容', sent: '发送时间', read: '已读', unread: '未读', about: '查看相关事项' },
  archive: {
    title: '档案', search: '按归档号、编号搜索', number: '归档号', of: '所属事项', kind: '类别', missing: '齐全', complete: '齐全', lacks: '缺 {n} 项', retention: '保管期限', collected: '收集时间', packed: '归档时间', package: '档案包', manifest: '归档清单', item: '材料',
    present: '已归', explained: '缺，已说明', absent: '缺', documents: '文件', verify: '核验', whole: '核验通过，所有文件与校验值一致', broken: '核验未通过：{list}',
  },
  picker: { people: '按姓名或账号搜索', groups: '按名称搜索', reference: '按编号或题目搜索', upload: '上传文件', uploading: '正在上传', remove: '移除', noMatch: '没有匹配项' },
  missing: { title: '没有这个页面', forbidden: '您没有打开这个页面的权限', home: '回到我的待办' },
};
