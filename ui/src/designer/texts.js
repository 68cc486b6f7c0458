// What the community's dictionaries lack, seen by walking through the editors.
export const OWN_TEXTS = {
  'Token Simulation': '流程仿真', 'Toggle Token Simulation': '切换流程仿真', 'Reset Simulation': '重置', 'Play/Pause Simulation': '播放或暂停', 'Toggle Simulation Log': '仿真日志', 'Simulation Log': '仿真日志',
  'Add pause point': '添加断点', 'Remove pause point': '移除断点', 'Trigger Event': '触发事件', 'Set Animation Speed': '动画速度', 'Set Sequence Flow': '选择路径', 'No Entries': '没有记录',
  'User Task': '用户任务', 'User task': '用户任务', 'Service task': '服务任务', 'Business rule task': '业务规则任务', 'Call activity': '调用活动', 'Sub-process (expanded)': '子流程（展开）', 'Sub-process (collapsed)': '子流程（收起）',
  Assignee: '办理人', 'Candidate groups': '候选岗位', 'Candidate users': '候选人', 'Due date': '办理时限', 'Follow up date': '跟进日期', Priority: '优先级', 'User assignment': '办理人分配', Forms: '表单', Form: '表单',
  'Form reference': '表单标识', 'Camunda Forms': '表单（form-js）', 'Embedded or External Task Forms': '嵌入或外部表单', 'Generated Task Forms': '生成的表单', Binding: '绑定', latest: '最新版本', deployment: '同次部署', version: '指定版本',
  'Version tag': '版本标签', 'History cleanup': '历史清理', 'Time to live': '保留时间', 'History time to live': '历史保留时间', Tasklist: '任务列表', 'Candidate starter': '可发起人', 'Job execution': '作业执行', 'Retry time cycle': '重试周期',
  'External task': '外部任务', Topic: '主题', 'Task priority': '任务优先级', Inputs: '输入', Outputs: '输出', 'Extension properties': '扩展属性', 'Execution listeners': '执行监听器', 'Task listeners': '任务监听器', 'Field injections': '字段注入',
  'Asynchronous continuations': '异步继续', 'Asynchronous before': '进入前异步', 'Asynchronous after': '离开后异步', Exclusive: '排他', 'In mappings': '传入映射', 'Out mappings': '传出映射', 'In mapping propagation': '传入变量传播', 'Out mapping propagation': '传出变量传播',
  'Business key': '业务编号', 'Called element': '被调用流程', 'Decision reference': '决策标识', 'Result variable': '结果变量', 'Map decision result': '决策结果映射', Implementation: '实现', Condition: '条件', Documentation: '说明', 'Element documentation': '元素说明', 'Process documentation': '流程说明',
  General: '常规', Name: '名称', ID: '标识', Executable: '可执行', 'Multi-instance': '多实例', 'Loop cardinality': '循环次数', Collection: '集合', 'Element variable': '元素变量', 'Completion condition': '完成条件', Timer: '定时', Message: '消息', Signal: '信号', Error: '错误',
  Type: '类型', Value: '值', 'Global message reference': '消息引用', 'Create element': '新建元素', 'Append element': '追加元素', 'Append {type}': '追加{type}', 'Search elements': '搜索元素', 'Change element': '更改元素', 'Create new ...': '新建…', 'Start initiator': '发起人变量', Initiator: '发起人变量',
  Components: '组件', 'Search components': '搜索组件', 'Text field': '单行文本', 'Text area': '多行文本', Number: '数字', 'Date time': '日期时间', Expression: '表达式', 'File picker': '附件', Checkbox: '复选框', 'Checkbox group': '复选框组', 'Radio group': '单选组', Select: '下拉选择',
  'Tag list': '标签列表', 'Text view': '文本', 'Image view': '图片', Table: '表格', 'HTML view': 'HTML', 'Document preview': '文档预览', Spacer: '间距', Separator: '分隔线', Input: '输入', Selection: '选择', Presentation: '展示', Containers: '容器', Action: '操作',
  Layout: '布局', Appearance: '外观', Validation: '校验', 'Custom properties': '自定义属性', Key: '字段键', 'Field label': '标签', Required: '必填', Group: '分组', 'Dynamic list': '动态列表', Button: '按钮', iFrame: '内嵌页',
  'Edit DRD': '编辑决策关系图', 'View DRD': '查看决策关系图', 'Hit policy': '命中策略', 'Hit Policy': '命中策略', And: '且', Then: '则', When: '当', Annotations: '注释', 'Add rule': '添加规则', 'Decision table': '决策表', 'Literal expression': '表达式', 'Input data': '输入数据', 'Knowledge source': '知识来源', 'Business knowledge model': '业务知识模型',
};
